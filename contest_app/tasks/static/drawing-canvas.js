/**
 * One frame as it is seen: strokes as SVG, the line that is being drawn, the part that is being held.
 *
 *   const canvas = new Canvas(svg, parts, colours);   parts by their keys, each with the path that is its `shape`
 *   canvas.draw(strokes)            shows these, in this order
 *   canvas.place(event)             [x, y] of a pointer, in units, on the sheet
 *   canvas.preview(form, data)      shows a stroke that is in no operation yet; null takes it away
 *   canvas.choose(id)               marks a stroke as the chosen one; null: none
 *   canvas.hide(id)                 leaves a stroke out while it is held
 */
import { lines, transform } from "./drawing-ink.js";

const SVG = "http://www.w3.org/2000/svg";

function node(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export class Canvas {
  #hidden = null;
  #chosen = null;

  constructor(svg, parts, colours) {
    Object.assign(this, { svg, parts, colours });
    this.frame = Number(svg.dataset.canvas);
    this.strokes = svg.querySelector("[data-strokes]");
    this.above = svg.querySelector("[data-above]");
  }

  get size() {
    return [this.svg.viewBox.baseVal.width, this.svg.viewBox.baseVal.height];
  }

  place({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    const [width, height] = this.size;
    return [
      Math.min(width, Math.max(0, ((clientX - box.left) / box.width) * width)),
      Math.min(height, Math.max(0, ((clientY - box.top) / box.height) * height)),
    ];
  }

  draw(strokes) {
    const there = new Map([...this.strokes.children].map((element) => [element.dataset.stroke, element]));
    const wanted = strokes.map((stroke) => there.get(stroke.id) ?? this.#named(stroke));
    const stay = new Set(wanted);
    for (const element of there.values()) if (!stay.has(element)) element.remove();
    wanted.forEach((element, place) => {
      const now = this.strokes.children[place];
      if (now !== element) this.strokes.insertBefore(element, now ?? null);
      element.classList.toggle("stroke--hidden", element.dataset.stroke === this.#hidden);
      element.classList.toggle("stroke--chosen", element.dataset.stroke === this.#chosen);
    });
  }

  preview(form, data) {
    const element = form && this.#element(form, data);
    element?.classList.add(`stroke--${form === "part" ? "held" : "wet"}`);
    this.above.replaceChildren(...(element ? [element] : []));
  }

  choose(id) {
    this.#mark("chosen", this.#chosen, id);
    this.#chosen = id;
  }

  hide(id) {
    this.#mark("hidden", this.#hidden, id);
    this.#hidden = id;
  }

  #mark(name, before, now) {
    for (const element of this.strokes.children) {
      if (element.dataset.stroke === before) element.classList.remove(`stroke--${name}`);
      if (element.dataset.stroke === now) element.classList.add(`stroke--${name}`);
    }
  }

  #named(stroke) {
    const element = this.#element(stroke.form, stroke.data);
    element.dataset.stroke = stroke.id;
    return element;
  }

  #element(form, data) {
    const group = node("g", { class: `stroke stroke--${form} stroke--${this.colours[data.c]}` });
    if (form === "part") {
      group.setAttribute("transform", transform(data));
      group.append(this.parts.get(data.k).shape.cloneNode());
    } else group.append(...lines(data).map(([width, d]) => node("path", { d, "stroke-width": width })));
    return group;
  }
}
