/** What stands on the answering page: the list, the count, the drafts, the notices. It shows and decides nothing. */
const TROUBLE_AFTER_MS = 5_000;

export const page = document.getElementById("answering");
export const words = page.dataset;
export const finishForm = document.querySelector(".dock form");

const find = (name) => page.querySelector(`[data-${name}]`);
const list = find("ideas");
const draftList = find("drafts").querySelector("ul");
const plural = new Intl.PluralRules(words.language);
let troubleTimer = 0;

/** The ideas that the server drew, as the model takes them. */
export function drawnIdeas() {
  return [...list.children].map((row) => ({
    id: row.dataset.idea,
    text: row.querySelector(".ideas__text").textContent,
    position: Number(row.dataset.position),
    revision: Number(row.dataset.revision),
  }));
}

/** A number of ideas, or of whatever the form counts, in the reader's words. */
export function counted(number) {
  if (number === 0) return words.countNone;
  const form = plural.select(number);
  return (words[`count${form[0].toUpperCase()}${form.slice(1)}`] ?? words.countOther).replace("{count}", number);
}

/** Tell those who listen instead of looking. */
export function say(text) {
  find("voice").textContent = text;
}

/** Newest first: what was just written stands right below the line it was written in. */
export function draw(ideas) {
  const rows = new Map([...list.children].map((row) => [row.dataset.idea, row]));
  const wanted = ideas.map((idea, place) => fill(rows.get(idea.id) ?? newRow(idea.id), idea, place + 1)).reverse();
  const held = new Set(wanted);
  for (const row of rows.values()) if (!held.has(row)) row.remove();
  // A row that is in its place is not touched: moving it would take the focus from it.
  wanted.forEach((row, place) => { if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null); });
  find("none").hidden = ideas.length > 0;
  count(ideas.length);
}

/** Show how much there is, beside the button and in its question. */
export function count(number) {
  document.querySelector("[data-count]").textContent = counted(number);
  ask(number ? words.question.replace("{ideas}", counted(number)) : words.questionNone);
}

function newRow(id) {
  const row = find("idea-row").content.firstElementChild.cloneNode(true);
  row.dataset.idea = id;
  return row;
}

/** Bring one row up to date; text that is just being changed is left alone. */
function fill(row, idea, number) {
  row.dataset.number = number;
  row.querySelector(".ideas__text").textContent = idea.text;
  if (!row.querySelector("details").open) row.querySelector("textarea").value = idea.text;
  return row;
}

function ask(question) {
  finishForm.querySelector(".confirm__question").textContent = question;
  finishForm.closest("dialog")?.setAttribute("aria-label", question);
}

/** Show the true state, and after a while without the server what to do about it. */
export function showState(state) {
  document.querySelector("qy-save-state").state = state;
  clearTimeout(troubleTimer);
  if (state === "saved") showTrouble(state);
  else troubleTimer = setTimeout(() => showTrouble(state), TROUBLE_AFTER_MS);
}

function showTrouble(state) {
  find("trouble").hidden = state !== "local";
  find("unsafe").hidden = state !== "unsaved";
}

/** Show a text that the server could not take into the list. */
export function showDraft(id, text) {
  if (page.querySelector(`[data-draft="${id}"]`)) return;
  const row = find("draft-row").content.firstElementChild.cloneNode(true);
  row.dataset.draft = id;
  row.querySelector(".ideas__text").textContent = text;
  draftList.append(row);
  find("drafts").hidden = false;
}

export function hideDraft(id) {
  page.querySelector(`[data-draft="${id}"]`)?.remove();
  find("drafts").hidden = draftList.children.length === 0;
}

/** While the task is on its way nothing can be written. */
export function showHandingIn(isOn) {
  finishForm.closest("dialog")?.close();
  find("handing-in").hidden = !isOn;
  for (const control of document.querySelectorAll("#answering textarea, #answering input, #answering button:not([data-save-file]), .dock summary")) {
    control.toggleAttribute("disabled", isOn);
    control.setAttribute("aria-disabled", String(isOn));
  }
}
