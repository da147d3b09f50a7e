/**
 * The pupil's list of ideas: what the server has, what is on its way, and what becomes of it.
 *
 * No page and no network here: changes come in, operations for the log go out (contest_app/tasks/services/answering.py).
 * An idea is { id, text, position, revision, isRemoved, waiting }: `revision` is the server's, `waiting` the id of
 * the newest operation on it that has no answer yet.
 */
import { newId } from "../js/oplog.js";
import { crc32, steps, written } from "./splices.js";

// The same class stands in contest_app/tasks/rules/answering.py: both sides must see the same text.
const GAPS = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\ud800-\udfff]+/gu;

/** The text of an idea as it is kept: composed letters, single spaces, no control characters. */
export function cleanText(text) {
  return text.normalize("NFC").replace(GAPS, " ").replace(/^ | $/g, "");
}

/** A text of several lines as it is kept: each line cleaned, one empty line at most between two. */
export function cleanLines(text) {
  const lines = text.replace(/\r\n?|[\u2028\u2029]/g, "\n").split("\n").map(cleanText).join("\n");
  return lines.replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");
}

/** What tells whether a text is another: its SHA-256, or its CRC-32 over plain HTTP, where the browser does not hash. */
export async function fingerprint(text) {
  if (!globalThis.crypto?.subtle) return { crc32: crc32(text) };
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return { sha256: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** What stands in an idea: nothing in one that is not there, or was removed. */
function textIn(idea) {
  return idea && !idea.isRemoved ? idea.text : "";
}

export class Ideas {
  #ideas = new Map();

  /** `ideas` are those that the server drew; `clean` makes of what was written what is kept. */
  constructor(ideas, clean = cleanText) {
    this.clean = clean;
    for (const idea of ideas) this.#ideas.set(idea.id, { isRemoved: false, waiting: null, ...idea });
  }

  get(id) {
    return this.#ideas.get(id);
  }

  /** Ideas that are not removed, in the order in which they were written. */
  standing() {
    return [...this.#ideas.values()].filter((idea) => !idea.isRemoved).sort((a, b) => a.position - b.position);
  }

  /**
   * Write an idea, or change the one with this id; returns the operations for the log, several for a long text.
   * `pastes` counts pastes into its field; `position` is its place, else the next one; `from` is the text that the
   * server has by then, where it is known not to be the one here.
   */
  put(text, id = newId(), { pastes = 0, position = this.#nextPosition(), from = textIn(this.#ideas.get(id)) } = {}) {
    let idea = this.#ideas.get(id) ?? { id, position, revision: 0, waiting: null };
    const more = { position: idea.position, ...(pastes && { pastes }) };
    const operations = steps(from, text, this.clean).map((step, place) => {
      const kind = "base" in step ? "splice_idea" : "put_idea";
      const operation = this.#operation(kind, idea, { ...step, ...(place === 0 && more) });
      idea = { ...idea, text, isRemoved: false, waiting: operation.id };
      return operation;
    });
    this.#ideas.set(id, idea);
    return operations;
  }

  /** Remove an idea; returns the operations for the log. */
  remove(id) {
    const idea = this.#ideas.get(id) ?? { id, text: "", position: 0, revision: 0, waiting: null };
    const operation = this.#operation("remove_idea", idea, {});
    this.#ideas.set(id, { ...idea, isRemoved: true, waiting: operation.id });
    return [operation];
  }

  /** Show again what an earlier visit left in the log and the server has not answered. */
  replay(operation) {
    if (!operation.idea) return;
    const { idea: id, kind, position = 0, revision } = operation;
    const idea = this.#ideas.get(id) ?? { id, text: "", position, revision };
    const isRemoved = kind === "remove_idea";
    const text = isRemoved ? idea.text : written(operation, textIn(idea));
    // A splice of another text than the one here is in it already; or the server's answer will tell.
    if (text !== null) this.#ideas.set(id, { ...idea, text: this.clean(text), isRemoved, waiting: operation.id });
    else if (this.#ideas.has(id)) idea.waiting = operation.id;
  }

  /** What the server has acknowledged, as far as it is known here. */
  known() {
    const ideas = [...this.#ideas.values()].filter((idea) => idea.revision > 0);
    return ideas.map(({ waiting, ...idea }) => idea);
  }

  /** Take what was known when the page was last open, where the page is older. */
  recall(ideas) {
    for (const idea of ideas) {
      const isNewer = idea.revision > (this.#ideas.get(idea.id)?.revision ?? 0);
      if (isNewer) this.#ideas.set(idea.id, { ...idea, waiting: null });
    }
  }

  /** Take the server's answer to a change. */
  answered(operation, answer) {
    const idea = this.#ideas.get(operation.idea);
    const isNewest = !idea?.waiting || idea.waiting === operation.id;
    if (answer.state === "applied" && !isNewest) idea.revision = answer.revision;
    else if (answer.idea) this.adopt(answer);
    else if (answer.sum !== undefined) this.#takeSplice(operation, answer, idea);
    else if (isNewest && (answer.revision === 0 || answer.state === "closed")) this.#ideas.delete(operation.idea);
    else if (idea && isNewest) idea.waiting = null;
  }

  /** Take an idea as the server has it. */
  adopt({ idea: id, text, position, revision, is_removed: isRemoved }) {
    this.#ideas.set(id, { id, text, position, revision, isRemoved, waiting: null });
  }

  /** Compare with all that the server has; returns the operations that send what it lacks. */
  reconcile(list) {
    const there = new Map(list.map((idea) => [idea.idea, idea]));
    for (const idea of list) if (idea.is_removed || !this.#ideas.has(idea.idea)) this.adopt(idea);
    const differing = this.standing().filter((idea) => idea.text !== there.get(idea.id)?.text);
    for (const idea of differing) if (!there.has(idea.id)) idea.revision = 0;
    return differing.flatMap((idea) => this.put(idea.text, idea.id, { from: "" }));
  }

  /** What a submission says about the list, so that the server can tell whether all of it has arrived. */
  async claim() {
    const ideas = this.standing().map((idea) => [idea.id, idea.text]);
    const lines = [...ideas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, text]) => `${id}\n${text}\n`);
    return { count: ideas.length, ...(await fingerprint(lines.join(""))) };
  }

  /**
   * The answer to a splice has the checksum of what stands now, not the text. Where the text here is another, its old
   * revision stays with it, so that nothing can be written over what is not seen.
   */
  #takeSplice(operation, { sum, revision }, idea) {
    if (!idea) return;
    const text = idea.waiting ? idea.text : written(operation, textIn(idea));
    idea.waiting = null;
    if (text === null || revision < idea.revision || crc32(this.clean(text)) !== sum) return;
    this.#ideas.set(idea.id, { ...idea, text: this.clean(text), revision, isRemoved: false });
  }

  #operation(kind, idea, fields) {
    const after = idea.waiting ? { after: idea.waiting } : {};
    return { id: newId(), kind, idea: idea.id, revision: idea.revision, ...after, ...fields };
  }

  #nextPosition() {
    return Math.max(0, ...[...this.#ideas.values()].map((idea) => idea.position)) + 1;
  }
}
