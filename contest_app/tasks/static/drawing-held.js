/**
 * The part in the pupil's hand: it is moved, turned, scaled and coloured by keys, buttons or a finger, then placed.
 *
 *   const held = new Held({ onChange, onPlace });
 *   held.take(canvas, data, from)    takes a new part, or `from`, one that stands
 *   held.move(dx, dy), held.moveTo(place), held.turn(), held.scale(factor), held.colour(number)
 *   held.place()                     → onPlace(frame, data, from), unless nothing changed; the hand is empty then
 *   held.throwAway()                 → onPlace(frame, null, from)
 *   held.putBack()                   leaves everything as it was
 */
const PER_UNIT = 10;
const TURN = 15;
const [LEAST_PERCENT, MOST_PERCENT] = [25, 400];

export class Held {
  #canvas = null;

  constructor({ onChange, onPlace }) {
    Object.assign(this, { onChange, onPlace, data: null, from: null });
  }

  get isEmpty() {
    return !this.data;
  }

  take(canvas, data, from = null) {
    this.place();
    this.#canvas = canvas;
    this.data = { ...data };
    this.from = from;
    canvas.hide(from?.id ?? null);
    this.#show();
  }

  move(dx, dy) {
    this.moveTo([this.data.x / PER_UNIT + dx, this.data.y / PER_UNIT + dy]);
  }

  moveTo([x, y]) {
    const [width, height] = this.#canvas.size;
    this.data.x = Math.round(Math.min(width, Math.max(0, x)) * PER_UNIT);
    this.data.y = Math.round(Math.min(height, Math.max(0, y)) * PER_UNIT);
    this.#show();
  }

  turn() {
    this.data.a = (this.data.a + TURN) % 360;
    this.#show();
  }

  scale(factor) {
    this.data.s = Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, Math.round(this.data.s * factor)));
    this.#show();
  }

  colour(number) {
    this.data.c = number;
    this.#show();
  }

  place() {
    if (this.isEmpty) return;
    const isChanged = !this.from || JSON.stringify(this.from.data) !== JSON.stringify(this.data);
    if (isChanged) this.#leave(this.data);
    else this.putBack();
  }

  throwAway() {
    if (this.from) this.#leave(null);
    else this.putBack();
  }

  putBack() {
    this.#canvas?.hide(null);
    this.#canvas?.preview(null);
    this.data = null;
    this.from = null;
    this.onChange();
  }

  #leave(data) {
    const { from } = this;
    const { frame } = this.#canvas;
    this.putBack();
    this.onPlace(frame, data, from);
  }

  #show() {
    this.#canvas.preview("part", this.data);
    this.onChange();
  }
}
