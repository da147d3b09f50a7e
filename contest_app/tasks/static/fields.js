/**
 * Fixed places to write into: what stands in each is an idea in its place, kept while it is being written.
 *
 *   const fields = new Fields(clean, onInput);   fields.ideas goes to the desk, with fields.draw, keepAll and isTyping
 *   fields.attach(desk);
 *   fields.recall()            puts back what an earlier visit left half-written
 *   fields.filled()            the places in which something stands
 *
 *   clean      makes of what was written what is kept
 *   onInput    () => …  after anything was written or drawn anew
 */
import * as view from "./answer-view.js";
import { Ideas } from "./ideas.js";
import { keepTyped, takePastes, typedBefore } from "./typed.js";

const TYPING_MS = 700;
const { page } = view;

/** The key of the idea that stands in a field. */
const keyOf = (field) => field.form.elements.idea.value;

export class Fields {
  #timers = new Map();
  #desk = null;
  #onInput;

  constructor(clean, onInput) {
    this.clean = clean;
    this.all = [...page.querySelectorAll("[data-field]")];
    this.#onInput = onInput;
    this.ideas = new Ideas(this.#drawnIdeas(), clean);
    page.addEventListener("input", ({ target }) => this.all.includes(target) && this.#onTyped(target));
    page.addEventListener("change", ({ target }) => this.all.includes(target) && this.#keep(target));
    page.addEventListener("submit", (event) => this.#onSubmit(event));
    addEventListener("pagehide", () => this.keepAll());
  }

  attach(desk) {
    this.#desk = desk;
  }

  isTyping() {
    return this.#timers.size > 0;
  }

  filled() {
    return this.all.filter((field) => this.clean(field.value));
  }

  /** Show what stands; a field in which somebody is writing is left alone. */
  draw() {
    for (const field of this.all) {
      const text = this.#standing(field);
      if (!this.#timers.has(field) && this.clean(field.value) !== text) field.value = text;
    }
    this.#onInput();
  }

  async keepAll() {
    await Promise.all(this.all.map((field) => this.#keep(field)));
  }

  recall() {
    const before = new Map(JSON.parse(typedBefore() || "[]"));
    for (const field of this.all) {
      if (before.has(keyOf(field))) this.#wait(field, before.get(keyOf(field)));
    }
    this.#onInput();
  }

  #drawnIdeas() {
    const written = this.all.filter(({ form }) => form.elements.revision.value !== "0");
    // What the server drew, whatever the browser has put back into the field since.
    return written.map(({ form: { elements }, defaultValue }) => ({
      id: elements.idea.value,
      text: this.clean(defaultValue),
      position: Number(elements.position.value),
      revision: Number(elements.revision.value),
      isRemoved: !defaultValue,
    }));
  }

  #standing(field) {
    const idea = this.ideas.get(keyOf(field));
    return idea && !idea.isRemoved ? idea.text : "";
  }

  /** Keep what stands in a field, if it says something new. */
  async #keep(field) {
    clearTimeout(this.#timers.get(field));
    this.#timers.delete(field);
    const text = this.clean(field.value);
    const id = keyOf(field);
    if (text === this.#standing(field)) return this.#desk.showState();
    const more = { pastes: takePastes(field), position: Number(field.form.elements.position.value) };
    await this.#desk.append(text ? this.ideas.put(text, id, more) : this.ideas.remove(id));
    return this.#remember();
  }

  /** Remember what is in no operation yet, field by field. */
  #remember() {
    const open = [...this.#timers.keys()].map((field) => [keyOf(field), field.value]);
    keepTyped(open.length ? JSON.stringify(open) : "");
  }

  /** Put what was being typed back, as if it had just been. */
  #wait(field, value) {
    field.value = value;
    this.#timers.set(field, setTimeout(() => this.#keep(field), TYPING_MS));
  }

  #onTyped(field) {
    clearTimeout(this.#timers.get(field));
    this.#wait(field, field.value);
    this.#desk.showState();
    this.#onInput();
    this.#remember();
  }

  #onSubmit(event) {
    const isDrop = event.target.hasAttribute("data-drop");
    const place = this.all.findIndex((field) => field.form === event.target);
    if (!isDrop && place < 0) return undefined;
    event.preventDefault();
    if (isDrop) return this.#dropDraft(event.target.closest("li"));
    this.all[place + 1]?.focus();
    return this.keepAll();
  }

  #dropDraft(row) {
    view.hideDraft(row.dataset.draft);
    return this.#desk.append(this.ideas.remove(row.dataset.draft));
  }
}
