/**
 * <qy-timer deadline="…" now="…" total-seconds="600">: a calm timer.
 *
 * Both times come from the server. What has passed since is measured with the browser's steady clock,
 * so the device's own clock, right or wrong, plays no part. Whole minutes only; it can be hidden;
 * it speaks twice (half way, last minute) and once at the end.
 *
 * sync(serverNow)  takes the server's time anew, with each answer that carries it (the steady clock may rest in sleep)
 * estimate(left)   so many seconds may be left: shown, but the end is not told until the server's time is known
 * resume()         goes on towards a deadline that was moved
 * Events           "timer:half", "timer:last-minute", "timer:over", each once; "over" again after another end
 */
const HIDDEN_KEY = "timer-hidden";
const RING = 2 * Math.PI * 9;
const SVG = "http://www.w3.org/2000/svg";

/** When the page began to arrive, in ms of the steady clock: the moment at which `now` was true. */
function arrival() {
  return performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
}

function circle(name) {
  const node = document.createElementNS(SVG, "circle");
  for (const [key, value] of Object.entries({ class: name, cx: 12, cy: 12, r: 9 })) node.setAttribute(key, value);
  return node;
}

export class Timer extends HTMLElement {
  #said = new Set();

  connectedCallback() {
    this.#serverNow = Date.parse(this.getAttribute("now"));
    this.#measuredAt = arrival();
    this.#draw();
    this.#setHidden(sessionStorage.getItem(HIDDEN_KEY) === "yes");
    this.#tick();
    this.#run();
  }

  disconnectedCallback() {
    clearInterval(this.#clock);
  }

  #run() {
    clearInterval(this.#clock);
    this.#clock = setInterval(() => this.#tick(), 1000);
  }

  #serverNow = 0;
  #measuredAt = 0;
  #clock = 0;
  #isSure = true;

  /** Show so many seconds, as far as the device can tell; the end is told by the server's time alone. */
  estimate(left) {
    this.#isSure = false;
    this.#serverNow = Date.parse(this.getAttribute("deadline")) - left * 1000;
    this.#measuredAt = performance.now();
    this.#said.delete("over");
    this.#run();
    this.#tick();
  }

  /** Whether the time has come to its end, by the server's clock. */
  get isOver() {
    return this.#isSure && this.secondsLeft === 0;
  }

  /** Take the server's present time (ISO 8601) as true from this moment. */
  sync(serverNow) {
    this.#isSure = true;
    this.#serverNow = Date.parse(serverNow);
    this.#measuredAt = performance.now();
    this.resume();
  }

  /** Go on towards a deadline that was moved. */
  resume() {
    if (this.secondsLeft > 0 && this.#said.delete("over")) this.#run();
    this.#tick();
  }

  /** Seconds left by the server's clock; never below zero. */
  get secondsLeft() {
    const now = this.#serverNow + performance.now() - this.#measuredAt;
    return Math.max(0, (Date.parse(this.getAttribute("deadline")) - now) / 1000);
  }

  #draw() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button--icon-text timer__toggle";
    this.button.addEventListener("click", () => this.#setHidden(!this.button.hasAttribute("data-off")));
    const ring = document.createElementNS(SVG, "svg");
    ring.setAttribute("class", "timer__ring");
    ring.setAttribute("viewBox", "0 0 24 24");
    ring.setAttribute("aria-hidden", "true");
    this.rest = circle("timer__rest");
    this.rest.setAttribute("stroke-dasharray", String(RING));
    ring.append(circle("timer__track"), this.rest);
    this.words = document.createElement("span");
    this.button.append(ring, this.words);
    this.voice = document.createElement("span");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    this.replaceChildren(this.button, this.voice);
  }

  #setHidden(off) {
    sessionStorage.setItem(HIDDEN_KEY, off ? "yes" : "no");
    this.button.toggleAttribute("data-off", off);
    this.button.title = off ? this.dataset.show : this.dataset.hide;
    this.button.setAttribute("aria-pressed", String(!off));
    this.#tick();
  }

  #tick() {
    const left = this.secondsLeft;
    const minutes = Math.ceil(left / 60);
    const words = left < 60 ? this.dataset.underMinute : this.dataset.minutes.replace("{minutes}", String(minutes));
    this.words.textContent = this.button.hasAttribute("data-off") ? this.dataset.name : words;
    this.rest.setAttribute("stroke-dashoffset", String(RING * (1 - Math.min(1, left / this.#total))));
    this.#announce(left);
  }

  get #total() {
    return Number(this.getAttribute("total-seconds")) || 1;
  }

  #announce(left) {
    if (this.isOver) this.#say("over", this.dataset.over);
    else if (left <= 60) this.#say("last-minute", this.dataset.lastMinute);
    else if (left <= this.#total / 2) this.#say("half", this.dataset.half);
  }

  #say(event, words) {
    if (this.#said.has(event)) return;
    this.#said.add(event);
    this.voice.textContent = words;
    this.dispatchEvent(new CustomEvent(`timer:${event}`, { bubbles: true }));
    if (event === "over") clearInterval(this.#clock);
  }
}

customElements.define("qy-timer", Timer);
