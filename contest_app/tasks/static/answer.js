/**
 * The answering page: writes ideas into the log, follows the server's answers, hands in.
 *
 * Every form of the page also works by itself; this module takes them over.
 */
import { openLog } from "../js/oplog.js";
import * as view from "./answer-view.js";
import { cleanText, Ideas } from "./ideas.js";
import { saveToFile } from "./save-file.js";

const LATEST_JITTER_MS = 8_000;
const MOST_RESUBMISSIONS = 5;
const UNTAKEN = ["stale", "refused", "closed"];

const { page, words, input, finishForm } = view;
const timer = document.querySelector("qy-timer");
const typedKey = `typed:${words.stream}`;
const ideas = new Ideas(view.drawnIdeas());
let isHandingIn = false;
let submissions = 0;
let lastRemoved = null;

const draw = () => view.draw(ideas.standing());

/* ---- what the server answers ---- */

function onAnswer(operation, answer, now) {
  if (now) timer?.sync(now);
  if (operation.kind === "submit") return onSubmitAnswer(answer);
  ideas.answered(operation, answer);
  const isLost = operation.kind === "put_idea" && UNTAKEN.includes(answer.state) && answer.text !== cleanText(operation.text);
  if (isLost) view.showDraft(operation.id, operation.text);
  else view.hideDraft(operation.idea);
  draw();
  return answer.state === "closed" ? leave() : undefined;
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
    keepTyped("");
  }
  location.replace(words.submitted);
}

/** The server's list and ours do not meet: let the pupil look and press again. */
function stayOpen() {
  isHandingIn = false;
  submissions = 0;
  view.showHandingIn(false);
}

/* ---- what the pupil does ---- */

async function add(text, id) {
  if (ideas.standing().length >= Number(words.mostIdeas)) return view.say(words.most);
  const operation = ideas.put(text, id);
  draw();
  view.say(`${words.added} ${view.counted(ideas.standing().length)}`);
  return log.append(operation);
}

/** A line is an idea, also where several were pasted. */
async function addTyped() {
  const lines = input.value.split(/[\r\n]+/).map(cleanText).filter(Boolean);
  input.value = "";
  await Promise.all(lines.map((line) => add(line)));
  keepTyped(input.value);
}

function change(row) {
  const text = cleanText(row.querySelector("textarea").value);
  const idea = ideas.get(row.dataset.idea);
  row.querySelector("details").open = false;
  row.querySelector("summary").focus();
  if (!text || text === idea.text) return draw();
  const operation = ideas.put(text, idea.id);
  draw();
  view.say(words.changed);
  return log.append(operation);
}

function remove(row) {
  lastRemoved = ideas.get(row.dataset.idea);
  const operation = ideas.remove(lastRemoved.id);
  draw();
  view.offerBack(true);
  view.say(words.removed);
  return log.append(operation);
}

function bringBack() {
  view.offerBack(false);
  return add(lastRemoved.text, lastRemoved.id);
}

function keepDraft(row) {
  view.hideDraft(row.dataset.draft);
  return add(cleanText(row.querySelector(".ideas__text").textContent), row.dataset.draft);
}

function dropDraft(row) {
  view.hideDraft(row.dataset.draft);
  return log.append(ideas.remove(row.dataset.draft));
}

async function handIn() {
  if (isHandingIn) return;
  isHandingIn = true;
  const typed = addTyped();
  view.showHandingIn(true);
  await typed;
  await submit();
}

/** At the end of the time; a whole class must not hand in within the same second. */
function handInSoon() {
  setTimeout(handIn, Math.random() * LATEST_JITTER_MS);
}

async function submit() {
  submissions += 1;
  await log.append({ kind: "submit", ...(await ideas.claim()) });
  await log.flush();
}

/* ---- what is being typed: it survives a closed tab on this device, and leaves with the submission ---- */

function keepTyped(text) {
  try {
    if (text) localStorage.setItem(typedKey, text);
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

input.addEventListener("input", () => keepTyped(input.value));
finishForm.addEventListener("submit", (event) => { event.preventDefault(); handIn(); });
document.addEventListener("timer:over", handInSoon);

const log = await openLog({ stream: words.stream, url: words.url, token: words.token, onState: view.showState, onAnswer });
const left = await log.pending();
left.forEach((operation) => ideas.replay(operation));
input.value ||= typedBefore();
draw();
if (left.some((operation) => operation.kind === "submit")) {
  isHandingIn = true;
  view.showHandingIn(true);
} else if (timer?.secondsLeft === 0) {
  handInSoon();
} else if (matchMedia("(pointer: fine)").matches) {
  input.focus();                       // a phone would open its keyboard over the task before it is read
}
