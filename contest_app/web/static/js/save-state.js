/**
 * <qy-save-state state="saved|local|unsaved">: the badge with three true states.
 *
 *   saved    the server has acknowledged everything
 *   local    it lies on this device and will be sent
 *   unsaved  it lies nowhere yet
 *
 * Set with `element.state = "local"`. The eye sees the present state at once: CSS shows one of the three
 * texts that stand in the page. The ear hears it only once it has lasted, so typing is not talked over.
 */
const STATES = ["saved", "local", "unsaved"];
const PATIENCE_MS = 2000;

export class SaveState extends HTMLElement {
  #timer = 0;
  #spoken = this.getAttribute("state");

  get state() {
    return this.getAttribute("state");
  }

  set state(state) {
    if (!STATES.includes(state)) throw new RangeError(`no such state: ${state}`);
    this.setAttribute("state", state);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#speak(), PATIENCE_MS);
  }

  #speak() {
    if (this.#spoken === this.state) return;
    this.#spoken = this.state;
    this.querySelector("[role=status]").textContent = this.querySelector(`.save-state__words--${this.state}`).textContent;
  }
}

customElements.define("qy-save-state", SaveState);
