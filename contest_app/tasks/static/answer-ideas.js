/**
 * The answering page for an open list of ideas: a line to write them into, and the list to change and remove them.
 *
 * Every form of the page also works by itself; this module takes them over.
 */
import * as view from "./answer-view.js";
import { openDesk } from "./desk.js";
import { cleanText, Ideas } from "./ideas.js";
import { keepTyped, takePastes, typedBefore } from "./typed.js";

const { page, words } = view;
const input = page.querySelector("#new-idea");
const help = page.querySelector("#new-idea-help");
const usualHelp = help.textContent;
const ideas = new Ideas(view.drawnIdeas());
let lastRemoved = null;

const desk = openDesk({ ideas, draw, collect: sendTyped, keepTyped });

function draw() {
  view.draw(ideas.standing());
  help.textContent = room() ? usualHelp : words.most;
}

/** How many more ideas the task holds. */
function room() {
  return Math.max(0, Number(words.mostIdeas) - ideas.standing().length);
}

async function add(text, id, pastes) {
  const operations = ideas.put(text, id, { pastes });
  draw();
  view.say(`${words.added} ${view.counted(ideas.standing().length)}`);
  return desk.append(operations);
}

/** A line is an idea, also where several were pasted. */
function typedLines() {
  return input.value.split(/[\r\n]+/).map(cleanText).filter(Boolean);
}

/** Add what was typed; what the task has no room for stays in the line. */
async function addTyped() {
  const lines = typedLines();
  const added = lines.slice(0, room());
  input.value = lines.slice(added.length).join("\n");
  if (input.value) view.say(words.most);
  const pastes = takePastes(input);
  await Promise.all(added.map((line) => add(line, undefined, pastes)));
  keepTyped(input.value);
}

/** Send all that was typed: what the server has no room for it keeps beside the list. */
async function sendTyped() {
  const lines = typedLines();
  input.value = "";
  const pastes = takePastes(input);
  await Promise.all(lines.map((line) => add(line, undefined, pastes)));
}

function change(row) {
  const text = cleanText(row.querySelector("textarea").value);
  const idea = ideas.get(row.dataset.idea);
  row.querySelector("details").open = false;
  row.querySelector("summary").focus();
  if (!text || text === idea.text) return draw();
  const operations = ideas.put(text, idea.id, { pastes: takePastes(row.querySelector("textarea")) });
  draw();
  view.say(words.changed);
  return desk.append(operations);
}

function remove(row) {
  lastRemoved = ideas.get(row.dataset.idea);
  const operations = ideas.remove(lastRemoved.id);
  draw();
  offerBack(true);
  view.say(words.removed);
  return desk.append(operations);
}

function bringBack() {
  if (!room()) return view.say(words.most);
  offerBack(false);
  return add(lastRemoved.text, lastRemoved.id);
}

/** Offer to bring the removed idea back. */
function offerBack(isOffered) {
  page.querySelector("[data-removed]").hidden = !isOffered;
  (isOffered ? page.querySelector("[data-undo]") : input).focus();
}

function keepDraft(row) {
  if (!room()) return view.say(words.most);
  view.hideDraft(row.dataset.draft);
  return add(cleanText(row.querySelector(".ideas__text").textContent), row.dataset.draft);
}

function dropDraft(row) {
  view.hideDraft(row.dataset.draft);
  return desk.append(ideas.remove(row.dataset.draft));
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

page.addEventListener("click", ({ target }) => target.closest("[data-undo]") && bringBack());
input.addEventListener("input", () => keepTyped(input.value));

input.value ||= typedBefore();
const mayWrite = await desk.begin();
// A phone would open its keyboard over the task before it is read.
if (mayWrite && matchMedia("(pointer: fine)").matches) input.focus();
