/**
 * The score sheet: each mark and comment goes into the operation log as soon as it is given.
 *
 * The form works by itself; here it keeps what is given on the device until the server has it, says truly
 * where it lies, and holds the submit back while something is still on the way.
 */
import { openLog } from "../js/oplog.js";

const TYPING_MS = 700;

const form = document.getElementById("sheet");
const words = form.dataset;
const saving = document.querySelector("[data-saving]");
const badge = saving.querySelector("qy-save-state");
const offline = form.querySelector("[data-offline]");
const sections = new Map([...form.querySelectorAll("[data-criterion]")].map((section) => [section.dataset.criterion, section]));
const timers = new Map();
const lastOperation = new Map();      // criterion → id of its operation that waits for an answer
const own = new Set();                // ids of the operations of this tab
const touched = new Set();            // criteria that somebody has changed on this page

function chosen(section) {
  const radio = section.querySelector("input[type=radio]:checked");
  return radio ? Number(radio.value) : null;
}

function comment(section) {
  return section.querySelector("textarea").value;
}

/** Put an operation's mark and comment into the form. */
function fill(section, { value, comment: text }) {
  for (const radio of section.querySelectorAll("input[type=radio]")) radio.checked = Number(radio.value) === value;
  section.querySelector("textarea").value = text;
  const fold = section.querySelector("details");
  if (fold && text) fold.open = true;
}

/** Keep what stands in one criterion now; it builds on the one before it, if that is still on its way. */
async function keep(criterion) {
  clearTimeout(timers.get(criterion));
  timers.delete(criterion);
  badge.state = "unsaved";
  const section = sections.get(criterion);
  const log = await opened;
  const after = lastOperation.get(criterion);
  const id = await log.append({
    kind: "put_mark",
    criterion,
    value: chosen(section),
    comment: comment(section),
    revision: Number(section.dataset.revision),
    ...(after ? { after } : {}),
  });
  own.add(id);
  lastOperation.set(criterion, id);
}

function tell(section, text) {
  const place = section.querySelector("[data-stale]");
  place.textContent = text;
  place.hidden = !text;
}

function onAnswer(operation, answer) {
  const section = sections.get(operation.criterion);
  if (!section) return;
  if (lastOperation.get(operation.criterion) === operation.id) lastOperation.delete(operation.criterion);
  if ("revision" in answer) section.dataset.revision = answer.revision;
  if (answer.state === "stale") tell(section, words.stale.replace("{value}", answer.value ?? words.noMark));
  else if (answer.state === "closed") tell(section, words.closed);
  else tell(section, "");
  // Given in another tab: shown here too, unless something is just being written.
  if (answer.state === "applied" && !own.has(operation.id) && !timers.has(operation.criterion)) fill(section, answer);
}

/** Open the log; what an earlier visit left in it is newer than the page, and older than what was given since. */
async function open() {
  const onState = (state) => { badge.state = state; };
  const log = await openLog({ stream: words.stream, url: words.url, token: words.token, onState, onAnswer });
  const waiting = await log.pending();
  for (const operation of waiting) {
    const section = sections.get(operation.criterion);
    if (!section) continue;
    lastOperation.set(operation.criterion, operation.id);
    if (!touched.has(operation.criterion)) fill(section, operation);
  }
  if (!touched.size) badge.state = waiting.length ? "local" : "saved";
  saving.hidden = false;
  document.querySelector("[data-draft]").hidden = true;   // each change is a draft by itself now
  return log;
}

const opened = open();                // takes a moment; what is given meanwhile waits for it

form.addEventListener("change", (event) => {
  const section = event.target.closest("[data-criterion]");
  if (!section || event.target.type !== "radio") return;
  touched.add(section.dataset.criterion);
  keep(section.dataset.criterion);
});

form.addEventListener("input", (event) => {
  const section = event.target.closest("[data-criterion]");
  if (!section || event.target.type === "radio") return;
  const { criterion } = section.dataset;
  touched.add(criterion);
  badge.state = "unsaved";
  clearTimeout(timers.get(criterion));
  timers.set(criterion, setTimeout(() => keep(criterion), TYPING_MS));
});

addEventListener("pagehide", () => { for (const criterion of timers.keys()) keep(criterion); });

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await Promise.all([...timers.keys()].map(keep));
  const log = await opened;
  await log.flush();
  const isAway = (await log.pending()).length > 0;
  offline.hidden = !isAway;
  if (isAway) {
    offline.scrollIntoView({ block: "center" });
    return;
  }
  const act = document.createElement("input");
  Object.assign(act, { type: "hidden", name: "act", value: event.submitter?.value ?? "submit" });
  form.append(act);
  form.submit();
});
