/**
 * The strokes of a drawing: what stands, what is on its way, and the way back.
 *
 * No page and no network here: acts come in, operations for the log go out (contest_app/tasks/services/strokes.py).
 * A stroke is { id, frame, position, form, data }; it is never changed. Whoever brings one back draws it anew under
 * another id, so no two windows can contradict each other.
 */
import { newId } from "../js/oplog.js";
import { fingerprint } from "./ideas.js";

const MOST_AT_ONCE = 40;

export class Strokes {
  #standing = new Map();
  #gone = new Set();
  #waiting = new Map();
  #renamed = new Map();
  #undone = new Map();
  #done = new Map();

  /** `strokes` are those that the server drew. */
  constructor(strokes) {
    for (const stroke of strokes) this.#take(stroke);
  }

  /** The strokes of a frame, or of all, in the order of drawing. */
  standing(frame) {
    const all = [...this.#standing.values()].filter((stroke) => stroke.data && (!frame || stroke.frame === frame));
    return all.sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1));
  }

  get(id) {
    return this.#standing.get(id);
  }

  /** One act in a frame: strokes that come ({ form, data }) and ids of strokes that go. Returns the operations. */
  act(frame, coming, going = []) {
    const operations = this.#do(frame, coming, going, this.#done);
    this.#undone.delete(frame);
    return operations;
  }

  clear(frame) {
    return this.act(frame, [], this.standing(frame).map(({ id }) => id));
  }

  undo(frame) {
    return this.#turn(frame, this.#done, this.#undone);
  }

  redo(frame) {
    return this.#turn(frame, this.#undone, this.#done);
  }

  canUndo(frame) {
    return Boolean(this.#done.get(frame)?.length);
  }

  canRedo(frame) {
    return Boolean(this.#undone.get(frame)?.length);
  }

  /** Show again what an earlier visit left in the log and the server has not answered. */
  replay(operation) {
    if (operation.kind === "put_stroke") {
      this.#take(strokeOf(operation));
      this.#waiting.set(operation.stroke, operation.id);
    } else if (operation.kind === "remove_stroke") operation.strokes.forEach((id) => this.#drop(id));
  }

  /** What stands and what is gone, as far as it is known here. */
  known() {
    return { standing: this.standing(), gone: [...this.#gone] };
  }

  /** Take what was known when the page was last open, where the page is older. */
  recall({ standing, gone }) {
    standing.filter(({ id }) => !this.#gone.has(id)).forEach((stroke) => this.#take(stroke));
    gone.forEach((id) => this.#drop(id));
  }

  /** Take the server's answer to an operation of this tab or of another one. */
  answered(operation, { state }) {
    if (operation.kind === "put_stroke") {
      this.#waiting.delete(operation.stroke);
      if (state === "applied" && !this.#gone.has(operation.stroke)) this.#take(strokeOf(operation));
      else if (state !== "applied") this.#drop(operation.stroke);
    } else if (operation.kind === "remove_stroke" && state === "applied") operation.strokes.forEach((id) => this.#drop(id));
  }

  /** Compare with all that the server has; returns the operations that send what it lacks. */
  reconcile({ standing = [], removed = [] } = {}) {
    removed.forEach((id) => this.#drop(id));
    const there = new Set(standing);
    const missing = [...this.#standing.values()].filter((stroke) => stroke.data && !there.has(stroke.id));
    // What another device drew is handed in too; it is shown when the page is opened again.
    for (const id of standing) if (!this.#gone.has(id) && !this.#standing.has(id)) this.#standing.set(id, { id, data: null });
    return [...missing.map((stroke) => this.#put(stroke)), ...this.#removals(standing.filter((id) => this.#gone.has(id)))];
  }

  /** What a submission says about the strokes, so that the server can tell whether all of them have arrived. */
  async claim() {
    const keys = [...this.#standing.keys()].sort();
    return { count: keys.length, ...(await fingerprint(keys.map((key) => `${key}\n`).join(""))) };
  }

  /** Take the newest act back, or do it again; what it did is then the newest of the other list. */
  #turn(frame, from, to) {
    const act = from.get(frame)?.pop();
    if (!act) return [];
    return this.#do(frame, act.coming, act.going.map((id) => this.#nameNow(id)), to);
  }

  /** Do an act, and keep its opposite in `opposites`. */
  #do(frame, coming, going, opposites) {
    const leaving = going.map((id) => this.#standing.get(id)).filter(Boolean);
    const next = this.#next();
    const fresh = coming.map((stroke, place) => ({ ...stroke, frame, id: newId(), position: stroke.position ?? next + place }));
    coming.forEach((stroke, place) => stroke.id && this.#renamed.set(stroke.id, fresh[place].id));
    const operations = fresh.map((stroke) => this.#put(stroke));
    const removals = this.#removals(leaving.map(({ id }) => id));
    if (fresh.length || leaving.length) {
      opposites.set(frame, [...(opposites.get(frame) ?? []), { coming: leaving, going: fresh.map(({ id }) => id) }]);
    }
    return [...operations, ...removals];
  }

  #put(stroke) {
    const { id, frame, position, form, data } = stroke;
    const operation = { id: newId(), kind: "put_stroke", stroke: id, frame, position, form, data };
    this.#standing.set(id, stroke);
    this.#waiting.set(id, operation.id);
    return operation;
  }

  #removals(ids) {
    const operations = [];
    for (let place = 0; place < ids.length; place += MOST_AT_ONCE) {
      const strokes = ids.slice(place, place + MOST_AT_ONCE);
      const after = strokes.map((id) => this.#waiting.get(id)).filter(Boolean).at(-1);
      operations.push({ id: newId(), kind: "remove_stroke", strokes, ...(after && { after }) });
    }
    ids.forEach((id) => this.#drop(id));
    return operations;
  }

  #take(stroke) {
    const isKnown = this.#standing.has(stroke.id);
    this.#standing.set(stroke.id, stroke);
    if (!isKnown) this.#done.set(stroke.frame, [...(this.#done.get(stroke.frame) ?? []), { coming: [], going: [stroke.id] }]);
  }

  #drop(id) {
    this.#standing.delete(id);
    this.#gone.add(id);
  }

  #nameNow(id) {
    return this.#renamed.has(id) ? this.#nameNow(this.#renamed.get(id)) : id;
  }

  #next() {
    return Math.max(0, ...[...this.#standing.values()].map(({ position = 0 }) => position)) + 1;
  }
}

function strokeOf({ stroke: id, frame, position, form, data }) {
  return { id, frame, position, form, data };
}
