/**
 * The answering page: writes ideas into the log, shows the list and the true state, hands in.
 *
 * Every form here also works by itself; this module takes them over.
 */
import { openLog } from "../js/oplog.js";
import { cleanText, Ideas } from "./ideas.js";
import { saveToFile } from "./save-file.js";

const TROUBLE_AFTER_MS = 5_000;
const LATEST_JITTER_MS = 8_000;       // a whole class must not hand in within the same second
const MOST_RESUBMISSIONS = 5;
const UNTAKEN = ["stale", "refused", "closed"];

const page = document.getElementById("answering");
const words = page.dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const input = page.querySelector("#new-idea");
const list = find("ideas");
const draftList = find("drafts").querySelector("ul");
const finishForm = document.querySelector(".dock form");
const badge = document.querySelector("qy-save-state");
const timer = document.querySelector("qy-timer");
const plural = new Intl.PluralRules(words.language);
const typedKey = `typed:${words.stream}`;

const ideas = new Ideas([...list.children].map((row) => ({
  id: row.dataset.idea,
  text: row.querySelector(".ideas__text").textContent,
  position: Number(row.dataset.position),
  revision: Number(row.dataset.revision),
})));
let isHandingIn = false;
let submissions = 0;
let troubleTimer = 0;
let lastRemoved = null;

/* ---- what is shown ---- */

function counted(number) {
  if (number === 0) return words.countNone;
  const form = plural.select(number);
  return (words[`count${form[0].toUpperCase()}${form.slice(1)}`] ?? words.countOther).replace("{count}", number);
}

function say(text) {
  find("voice").textContent = text;
}

function newRow(idea) {
  const row = find("idea-row").content.firstElementChild.cloneNode(true);
  row.dataset.idea = idea.id;
  return row;
}

/** Bring one row up to date; text that is just being changed is left alone. */
function fill(row, idea, number) {
  row.dataset.number = number;
  row.querySelector(".ideas__text").textContent = idea.text;
  if (!row.querySelector("details").open) row.querySelector("textarea").value = idea.text;
  return row;
}

/** Newest first: what was just written stands right below the line it was written in. */
function draw() {
  const standing = ideas.standing();
  const rows = new Map([...list.children].map((row) => [row.dataset.idea, row]));
  const wanted = standing.map((idea, place) => fill(rows.get(idea.id) ?? newRow(idea), idea, place + 1)).reverse();
  const held = new Set(wanted);
  for (const row of rows.values()) if (!held.has(row)) row.remove();
  // A row that is in its place is not touched: moving it would take the focus from it.
  wanted.forEach((row, place) => { if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null); });
  find("none").hidden = standing.length > 0;
  document.querySelector("[data-count]").textContent = counted(standing.length);
  ask(standing.length ? words.question.replace("{ideas}", counted(standing.length)) : words.questionNone);
}

function ask(question) {
  finishForm.querySelector(".confirm__question").textContent = question;
  finishForm.closest("dialog")?.setAttribute("aria-label", question);
}

function showState(state) {
  badge.state = state;
  clearTimeout(troubleTimer);
  if (state === "saved") showTrouble(state);
  else troubleTimer = setTimeout(() => showTrouble(state), TROUBLE_AFTER_MS);
}

function showTrouble(state) {
  find("trouble").hidden = state !== "local";
  find("unsafe").hidden = state !== "unsaved";
}

function showDraft(operation) {
  if (page.querySelector(`[data-draft="${operation.id}"]`)) return;
  const row = find("draft-row").content.firstElementChild.cloneNode(true);
  row.dataset.draft = operation.id;
  row.querySelector(".ideas__text").textContent = operation.text;
  draftList.append(row);
  find("drafts").hidden = false;
}

function hideDraft(id) {
  page.querySelector(`[data-draft="${id}"]`)?.remove();
  find("drafts").hidden = draftList.children.length === 0;
}

/* ---- what the server answers ---- */

function onAnswer(operation, answer, now) {
  if (now) timer?.sync(now);
  if (operation.kind === "submit") return onSubmitAnswer(answer);
  ideas.answered(operation, answer);
  const isLost = operation.kind === "put_idea" && UNTAKEN.includes(answer.state) && answer.text !== cleanText(operation.text);
  if (isLost) showDraft(operation);
  else hideDraft(operation.idea);
  draw();
  if (answer.state === "closed") leave();
  return undefined;
}

async function onSubmitAnswer(answer) {
  if (answer.state === "submitted") return leave();
  const missing = ideas.reconcile(answer.ideas);
  draw();
  if (!isHandingIn || submissions > MOST_RESUBMISSIONS) return stayOpen();
  for (const operation of missing) await log.append(operation);
  await log.flush();
  return submit();
}

/** Everything is on the server: nothing of it may stay on a device that others use too. */
async function leave() {
  await log.flush();
  if ((await log.pending()).length === 0) {
    await log.wipe();
    localStorage.removeItem(typedKey);
  }
  location.replace(words.submitted);
}

/* ---- what the pupil does ---- */

async function add(text, id) {
  if (ideas.standing().length >= Number(words.mostIdeas)) return say(words.most);
  const operation = ideas.put(text, id);
  draw();
  say(words.added);
  return log.append(operation);
}

/** A line is an idea, also where several were pasted. */
async function addTyped() {
  const lines = input.value.split(/[\r\n]+/).map(cleanText).filter(Boolean);
  input.value = "";
  const written = lines.map((line) => add(line));
  await Promise.all(written);
  keepTyped();
}

function change(row) {
  const text = cleanText(row.querySelector("textarea").value);
  row.querySelector("details").open = false;
  const idea = ideas.get(row.dataset.idea);
  if (!text || text === idea.text) return draw();
  const operation = ideas.put(text, idea.id);
  draw();
  say(words.changed);
  row.querySelector("summary").focus();
  return log.append(operation);
}

function remove(row) {
  lastRemoved = ideas.get(row.dataset.idea);
  const operation = ideas.remove(lastRemoved.id);
  draw();
  find("removed").hidden = false;
  say(words.removed);
  find("undo").focus();
  return log.append(operation);
}

function bringBack() {
  find("removed").hidden = true;
  input.focus();
  return add(lastRemoved.text, lastRemoved.id);
}

function keepDraft(row) {
  hideDraft(row.dataset.draft);
  return add(cleanText(row.querySelector(".ideas__text").textContent), row.dataset.draft);
}

function dropDraft(row) {
  const operation = ideas.remove(row.dataset.draft);
  hideDraft(row.dataset.draft);
  return log.append(operation);
}

/** What is being typed survives a closed tab on this device; it leaves with the submission. */
function keepTyped() {
  try {
    if (input.value) localStorage.setItem(typedKey, input.value);
    else localStorage.removeItem(typedKey);
  } catch {
    // A browser that keeps nothing still lets the pupil write.
  }
}

function typedBefore() {
  try {
    return localStorage.getItem(typedKey) ?? "";
  } catch {
    return "";
  }
}

async function handIn() {
  if (isHandingIn) return;
  showHandingIn();
  await addTyped();
  await submit();
}

function showHandingIn() {
  isHandingIn = true;
  finishForm.closest("dialog")?.close();
  find("handing-in").hidden = false;
  for (const control of document.querySelectorAll("#answering textarea, #answering button:not([data-save-file]), .dock summary")) {
    control.toggleAttribute("disabled", true);
    control.setAttribute("aria-disabled", "true");
  }
}

/** The server's list and ours do not meet: let the pupil look and press again. */
function stayOpen() {
  isHandingIn = false;
  submissions = 0;
  find("handing-in").hidden = true;
  for (const control of document.querySelectorAll("[aria-disabled]")) {
    control.removeAttribute("disabled");
    control.removeAttribute("aria-disabled");
  }
}

async function submit() {
  submissions += 1;
  await log.append({ kind: "submit", ...(await ideas.claim()) });
  await log.flush();
}

/* ---- the wiring ---- */

const ACTS = { new: addTyped, change, remove, keep: keepDraft, drop: dropDraft };

page.addEventListener("submit", (event) => {
  const act = Object.keys(ACTS).find((name) => event.target.hasAttribute(`data-${name}`));
  if (!act) return;
  event.preventDefault();
  ACTS[act](event.target.closest("li"));
});

page.addEventListener("beforeinput", (event) => {
  if (event.inputType !== "insertLineBreak" && event.inputType !== "insertParagraph") return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

page.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.querySelector("textarea")?.focus();
}, true);

page.addEventListener("keydown", (event) => {
  const details = event.target.closest(".idea-edit[open]");
  if (event.key !== "Escape" || !details) return;
  details.open = false;
  draw();
  details.querySelector("summary").focus();
});

page.addEventListener("click", async (event) => {
  if (event.target.closest("[data-undo]")) bringBack();
  if (event.target.closest("[data-save-file]")) saveToFile(words.file, ideas.standing(), await log.pending());
});

input.addEventListener("input", keepTyped);
finishForm.addEventListener("submit", (event) => { event.preventDefault(); handIn(); });
document.addEventListener("timer:over", () => setTimeout(handIn, Math.random() * LATEST_JITTER_MS));

const log = await openLog({ stream: words.stream, url: words.url, token: words.token, onState: showState, onAnswer });
const left = await log.pending();
left.forEach((operation) => ideas.replay(operation));
input.value ||= typedBefore();
draw();
if (left.some((operation) => operation.kind === "submit")) showHandingIn();
