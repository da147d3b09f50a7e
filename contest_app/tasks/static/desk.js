/**
 * What every answering page does, whatever its form: it keeps operations in the log, follows the server's answers,
 * and hands in.
 *
 *   const desk = openDesk({ ideas, draw, collect, keepTyped, isTyping });
 *   await desk.append(operations)    keeps operations on the device, all at once, so that none waits for another
 *   desk.showState()                 shows where what was written lies, after `isTyping` has changed
 *   await desk.begin()               shows what an earlier visit left, and goes on handing in where that one stopped;
 *                                    true where the pupil may write
 *
 *   ideas       what the pupil has (ideas.js)
 *   draw        () => …        shows them
 *   collect     async () => …  makes operations of what stands in the fields and is in no operation yet
 *   keepTyped   (text) => …    remembers on this device what is being typed; "" forgets it
 *   isTyping    () => …        whether something of what counts is in no operation yet
 */
import { openLog } from "../js/oplog.js";
import * as view from "./answer-view.js";
import { forgetPages, keepPage, keepState, keptState } from "./kept.js";

const LATEST_JITTER_MS = 8_000;
const STATE_AFTER_MS = 300;
const STATE_EVERY_MS = 20_000;
const CONTACT = new URL("./contact.js", import.meta.url).href;
const CONTACT_AFTER_MS = 4_000; // not needed at once, so it does not weigh on the first page
const MOST_RESUBMISSIONS = 5;
const UNTAKEN = ["stale", "refused", "closed"];

const { page, words, finishForm } = view;
const timer = document.querySelector("qy-timer");

class Desk {
  #isHandingIn = false;
  #isAutomatic = false;
  #submissions = 0;
  #ending = 0;
  #keeping = 0;
  #state = "saved";
  #opened;

  constructor({ ideas, draw, collect, keepTyped, isTyping = () => false }) {
    Object.assign(this, { ideas, draw, collect, keepTyped, isTyping });
    const { stream, url, token } = words;
    const onState = (state) => this.#setState(state);
    const onAnswer = (...told) => this.#onAnswer(...told);
    // Opening the log takes a moment; what is written meanwhile waits for it.
    this.#opened = openLog({ stream, url, token, onState, onAnswer });
    finishForm.addEventListener("submit", (event) => { event.preventDefault(); this.#handIn(); });
    document.addEventListener("timer:over", () => this.#handInSoon());
    page.addEventListener("click", ({ target }) => target.closest("[data-save-file]") && this.#saveFile());
  }

  async append(operations) {
    this.#setState("unsaved");
    const log = await this.#opened;
    return Promise.all(operations.map((operation) => log.append(operation)));
  }

  showState() {
    view.showState(this.isTyping() ? "unsaved" : this.#state);
  }

  #setState(state) {
    this.#state = state;
    this.showState();
  }

  async begin() {
    await this.#recall();
    const left = await (await this.#opened).pending();
    left.forEach((operation) => this.ideas.replay(operation));
    this.draw();
    const submission = left.find((operation) => operation.kind === "submit");
    this.#isHandingIn = Boolean(submission);
    this.#isAutomatic = Boolean(submission?.automatic);
    if (this.#isHandingIn) view.showHandingIn(true);
    else if (timer?.isOver) this.#handInSoon();
    else return true;
    return false;
  }

  /* ---- what this device keeps of the page ---- */

  /** A page that comes from this device is as old as its last drawing: add what is known since. */
  async #recall() {
    const kept = await keptState();
    if (kept) {
      this.ideas.recall(kept.known);
      this.#recallTime(kept);
    }
    keepPage([CONTACT]).then(() => this.#keepState()).catch(() => {});
    setInterval(() => this.#keepStateSoon(), STATE_EVERY_MS);
  }

  #recallTime({ deadline, total, secondsLeft, at }) {
    if (!timer || !deadline) return;
    timer.setAttribute("deadline", deadline);
    timer.setAttribute("total-seconds", total);
    timer.estimate(Math.max(0, secondsLeft - Math.max(0, Date.now() - at) / 1000));
  }

  #keepStateSoon() {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keepState().catch(() => {}), STATE_AFTER_MS);
  }

  #keepState() {
    const time = timer && { deadline: timer.getAttribute("deadline"), total: timer.getAttribute("total-seconds"), secondsLeft: timer.secondsLeft };
    return keepState({ known: this.ideas.known(), ...time, at: Date.now() });
  }

  /* ---- what the server answers ---- */

  #onAnswer(operation, answer, now) {
    if (now) timer?.sync(now);
    if (operation.kind === "submit") return this.#onSubmitAnswer(answer);
    this.ideas.answered(operation, answer);
    this.#keepStateSoon();
    const text = answer.draft ?? operation.text;
    const isDraft = text && UNTAKEN.includes(answer.state);
    // A later text was written on the earlier one, and takes its place among the drafts too.
    view.hideDraft(isDraft ? operation.after : operation.idea);
    if (isDraft && answer.text !== this.ideas.clean(text)) view.showDraft(operation.id, text);
    this.draw();
    return answer.state === "closed" ? this.#leave() : undefined;
  }

  async #onSubmitAnswer(answer) {
    if (answer.state === "submitted") return this.#leave();
    if (answer.state === "not_due") return this.#writeOn(answer);
    const missing = this.ideas.reconcile(answer.ideas, answer.strokes);
    this.draw();
    if (!this.#isHandingIn || this.#submissions > MOST_RESUBMISSIONS) return this.#stayOpen();
    await this.append(missing);
    return this.#submit();
  }

  /** The teacher has added time since this page last heard of it. */
  #writeOn({ due_at: dueAt }) {
    timer?.setAttribute("deadline", dueAt);
    timer?.resume();
    this.#stayOpen();
  }

  /** Everything is on the server: nothing of it may stay on a device that others use too. */
  async #leave() {
    const log = await this.#opened;
    clearTimeout(this.#keeping);
    await forgetPages().catch(() => {});
    await log.flush();
    if ((await log.pending()).length === 0) {
      await log.wipe();
      this.keepTyped("");
    }
    location.replace(words.submitted);
  }

  /** Let the pupil look, write on, and press again. */
  #stayOpen() {
    this.#isHandingIn = false;
    this.#submissions = 0;
    view.showHandingIn(false);
  }

  /* ---- handing in ---- */

  async #handIn({ isAutomatic = false } = {}) {
    if (this.#isHandingIn) return;
    this.#isHandingIn = true;
    this.#isAutomatic = isAutomatic;
    const collected = this.collect();
    view.showHandingIn(true);
    await collected;
    await this.#submit();
  }

  /** At the end of the time; a whole class must not hand in within the same second. */
  #handInSoon() {
    clearTimeout(this.#ending);
    const end = () => timer.isOver && this.#handIn({ isAutomatic: true });
    this.#ending = setTimeout(end, Math.random() * LATEST_JITTER_MS);
  }

  async #submit() {
    this.#submissions += 1;
    const automatic = this.#isAutomatic ? { automatic: true } : {};
    await this.append([{ kind: "submit", ...automatic, ...(await this.ideas.claim()) }]);
    return (await this.#opened).flush();
  }

  /**
   * The last resort: a file with the ideas and, exactly, the operations that no server has acknowledged. The teacher
   * brings it in by `response`, the key of the answer (rules/saved_files.py). No token is in it, for files get about.
   */
  async #saveFile() {
    const operations = await (await this.#opened).pending();
    const ideas = this.ideas.standing().map(({ text }) => text);
    const content = JSON.stringify({ response: words.stream, ideas, operations }, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = `${words.file}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

export function openDesk(options) {
  setTimeout(() => import(CONTACT).catch(() => {}), CONTACT_AFTER_MS);
  return new Desk(options);
}
