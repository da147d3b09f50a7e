/** A teacher's open sitting: every few seconds the states and numbers are fetched and written where they stand. */
const EVERY_MS = 4000;

const part = document.querySelector("[data-progress]");
const calls = part.querySelector("[data-calls]");
const rows = new Map([...part.querySelectorAll("[data-pupil]")].map((row) => [row.dataset.pupil, row]));

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Put the badge of a state into a cell, if it is another one. */
function stamp(cell, kind, state) {
  if (cell.dataset.state === state) return;
  cell.dataset.state = state;
  cell.replaceChildren(part.querySelector(`template[data-${kind}="${state}"]`).content.cloneNode(true));
}

function drawPupil(row, state) {
  const cell = (name) => row.querySelector(`[data-cell="${name}"]`);
  for (const name of ["submitted", "ideas", "saved", "due"]) write(cell(name), String(state[name]));
  stamp(cell("doing"), "doing", state.doing);
  stamp(cell("contact"), "contact", state.contact);
  row.toggleAttribute("data-calling", state.is_calling);
}

function nameOf(row) {
  return row.querySelector("th").firstChild.textContent.trim();
}

/** Who calls, read aloud when it changes; a link leads to the row. */
function drawCalls() {
  const calling = [...rows.values()].filter((row) => row.hasAttribute("data-calling"));
  const key = calling.map((row) => row.id).join(" ");
  if (calls.dataset.key === key) return;
  calls.dataset.key = key;
  const line = document.createElement("p");
  line.className = "calls__words";
  line.append(calls.dataset.words, ...calling.flatMap((row) => [" ", linkTo(row)]));
  calls.replaceChildren(...(calling.length ? [line] : []));
}

function linkTo(row) {
  const link = document.createElement("a");
  link.href = `#${row.id}`;
  link.textContent = nameOf(row);
  return link;
}

function drawTotals({ here, pupils, ...others }) {
  const place = part.querySelector('[data-total="here"]');
  write(place, place.dataset.words.replace("{some}", here).replace("{all}", pupils));
  for (const [name, value] of Object.entries(others)) write(part.querySelector(`[data-total="${name}"]`), String(value));
}

/** What the page as a whole depends on has changed: draw it anew, unless somebody is just using it. */
function isAnother({ standing, is_paused: isPaused, is_told: isTold, pupils }) {
  const { standing: before, paused, told } = part.dataset;
  const isRoster = Object.keys(pupils).length === rows.size && Object.keys(pupils).every((key) => rows.has(key));
  return standing !== before || isPaused !== (paused === "yes") || isTold !== (told === "yes") || !isRoster;
}

function isBusy() {
  return document.querySelector("dialog[open], main details[open]") !== null;
}

async function refresh() {
  if (document.hidden) return; // nobody looks
  const answer = await fetch(part.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const found = await answer.json();
  if (isAnother(found) && !isBusy()) return void location.reload();
  for (const [key, state] of Object.entries(found.pupils)) if (rows.has(key)) drawPupil(rows.get(key), state);
  drawCalls();
  drawTotals(found.totals);
  const clock = part.querySelector("[data-now]");
  write(clock, clock.dataset.words.replace("{time}", found.now));
}

setInterval(() => refresh().catch(() => {}), EVERY_MS); // without a network the last state stays
