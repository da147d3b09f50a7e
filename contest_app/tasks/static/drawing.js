/**
 * The answering page for a drawing: frames to draw in with a pen, a finger, a mouse or keys alone, and words beside.
 *
 * Ink and parts are strokes (drawing-strokes.js), words are ideas in fixed places (fields.js); one desk keeps both.
 */
import * as view from "./answer-view.js";
import { openDesk } from "./desk.js";
import { Canvas } from "./drawing-canvas.js";
import { Held } from "./drawing-held.js";
import { kept, pressureOf, whole } from "./drawing-ink.js";
import { Strokes } from "./drawing-strokes.js";
import { Fields } from "./fields.js";
import { cleanText } from "./ideas.js";
import { keepTyped } from "./typed.js";

const STEP = 5;
const SMALL_STEP = 1;
const GROWTH = 1.2;

const { page, words } = view;
const said = page.querySelector("[data-drawing]").dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const findAll = (name) => [...page.querySelectorAll(`[data-${name}]`)];
const colours = said.colours.split(" ");
const partButtons = findAll("part");
const parts = new Map(partButtons.map((button) => [button.dataset.part, { name: button.title, shape: button.querySelector("path") }]));
const panels = [...page.querySelectorAll("section[data-frame]")];  // strokes tell of their frame too
const canvases = findAll("canvas").map((svg) => new Canvas(svg, parts, colours));
const tools = find("tools");

const fields = new Fields(cleanText, count);
const strokes = new Strokes(findAll("stroke").map(drawnStroke));
const held = new Held({ onChange: showHeld, onPlace: placePart });
let current = 0;
let tool = "pen";
let colour = 0;
let width = 1;
let line = null;
let chosen = null;

const desk = openDesk({
  ideas: {
    clean: cleanText,
    standing: () => fields.ideas.standing(),
    known: () => ({ ideas: fields.ideas.known(), strokes: strokes.known() }),
    recall: (known) => { fields.ideas.recall(known.ideas); strokes.recall(known.strokes); },
    replay: (operation) => (isOfStrokes(operation) ? strokes : fields.ideas).replay(operation),
    answered: (operation, answer) => (isOfStrokes(operation) ? onStroke : (...told) => fields.ideas.answered(...told))(operation, answer),
    reconcile: (ideas, drawn) => [...fields.ideas.reconcile(ideas), ...strokes.reconcile(drawn)],
    claim: async () => ({ ...(await fields.ideas.claim()), strokes: await strokes.claim() }),
  },
  draw,
  collect,
  keepTyped,
  isTyping: () => fields.isTyping() || Boolean(line) || !held.isEmpty,
});
fields.attach(desk);

function isOfStrokes({ kind }) {
  return kind === "put_stroke" || kind === "remove_stroke";
}

function onStroke(operation, answer) {
  strokes.answered(operation, answer);
  if (answer.state === "refused") view.say(said.full);
}

function drawnStroke(element) {
  const { stroke: id, frame, position, form, data } = element.dataset;
  return { id, frame: Number(frame), position: Number(position), form, data: JSON.parse(data) };
}

/* ---- what is seen ---- */

function draw() {
  for (const canvas of canvases) canvas.draw(strokes.standing(canvas.frame));
  fields.draw();
  showWays();
}

/** How many frames have something in them, drawn or said. */
function count() {
  const isFilled = ({ frame }, place) => strokes.standing(frame).length || fields.clean(fields.all[place].value);
  const filled = canvases.map(isFilled);
  findAll("step").forEach((button, place) => button.classList.toggle("steps-bar__step--filled", Boolean(filled[place])));
  view.count(filled.filter(Boolean).length);
}

function showWays() {
  const { frame } = canvases[current];
  find("undo-stroke").disabled = !strokes.canUndo(frame);
  find("redo-stroke").disabled = !strokes.canRedo(frame);
  find("clear").disabled = strokes.standing(frame).length === 0;
}

function showHeld() {
  find("held").hidden = held.isEmpty;
  for (const button of partButtons) button.setAttribute("aria-pressed", String(held.data?.k === button.dataset.part));
  desk.showState();
}

function showFrame(place) {
  held.place();
  choose(null);
  current = place;
  panels.forEach((panel, number) => panel.classList.toggle("frame--away", number !== place));
  findAll("step").forEach((button, number) => button.setAttribute("aria-pressed", String(number === place)));
  canvases[place].svg.closest(".frame__sheet").after(tools);
  showWays();
}

function useTool(name) {
  held.place();
  choose(null);
  tool = name;
  for (const button of findAll("tool")) button.setAttribute("aria-pressed", String(button.dataset.tool === name));
  for (const { svg } of canvases) svg.classList.toggle("canvas--moving", name === "move");
}

/* ---- acts ---- */

function append(operations) {
  draw();
  count();
  return desk.append(operations);
}

function placePart(frame, data, from) {
  view.say(filledIn(data ? said.placed : said.thrown, (data ?? from.data).k));
  return append(strokes.act(frame, data ? [{ form: "part", data }] : [], from ? [from.id] : []));
}

function takePart(key) {
  const canvas = canvases[current];
  const [x, y] = canvas.size.map((side) => Math.round(side * 5));
  useTool("move");
  held.take(canvas, { c: colour, k: key, x, y, a: 0, s: 100 });
  canvas.svg.focus({ preventScroll: true });
  canvas.svg.scrollIntoView({ block: "nearest" });
  view.say(filledIn(said.taken, key));
}

function pickUp(stroke) {
  choose(null);
  held.take(canvases[current], stroke.data, stroke);
  view.say(filledIn(said.taken, stroke.data.k));
}

function clear() {
  held.putBack();
  append(strokes.clear(canvases[current].frame));
  view.say(said.cleared);
  find("undo-stroke").focus();
}

function back(way, told) {
  held.putBack();
  const operations = strokes[way](canvases[current].frame);
  if (operations.length) view.say(told);
  return append(operations);
}

/** What is in the hand or under the pen belongs to the drawing, too. */
async function collect() {
  endLine();
  held.place();
  await fields.keepAll();
}

function filledIn(sentence, key) {
  return sentence.replace("{part}", parts.get(key)?.name ?? "");
}

/* ---- the pointer ---- */

function onDown(canvas, event) {
  if (!find("handing-in").hidden || (event.pointerType === "mouse" && event.button)) return;
  // A pen in hand goes before the palm that rests on the glass.
  if (line && !(event.pointerType === "pen" && line.type !== "pen")) return;
  event.preventDefault();
  canvas.svg.setPointerCapture(event.pointerId);
  if (tool === "move") return grasp(canvas, event);
  line = { canvas, id: event.pointerId, type: event.pointerType, points: [] };
  return onMove(canvas, event);
}

function grasp(canvas, event) {
  const [x, y] = canvas.place(event);
  if (held.isEmpty) {
    const id = document.elementsFromPoint(event.clientX, event.clientY).map((element) => element.closest("[data-stroke]")?.dataset.stroke).find(Boolean);
    const stroke = strokes.get(id);
    if (stroke?.form !== "part") return;
    pickUp(stroke);
  } else held.moveTo([x, y]);
  line = { canvas, id: event.pointerId, type: event.pointerType, points: null };
}

function onMove(canvas, event) {
  if (line?.id !== event.pointerId) return;
  if (!line.points) return held.isEmpty ? undefined : held.moveTo(canvas.place(event));
  const events = event.getCoalescedEvents?.() ?? [];
  for (const each of events.length ? events : [event]) line.points.push([...canvas.place(each), pressureOf(each)]);
  canvas.preview("pen", { c: colour, w: width, d: whole(line.points) });
  desk.showState();
}

function endLine() {
  if (!line) return;
  const { canvas, points } = line;
  line = null;
  if (!points) return;
  canvas.preview(null);
  if (points.length) append(strokes.act(canvas.frame, kept(points).map((d) => ({ form: "pen", data: { c: colour, w: width, d } }))));
}

/* ---- the keys ---- */

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELD_KEYS = {
  "+": () => held.scale(GROWTH),
  "=": () => held.scale(GROWTH),
  "-": () => held.scale(1 / GROWTH),
  r: () => held.turn(),
  Enter: () => held.place(),
  " ": () => held.place(),
  Delete: () => held.throwAway(),
  Backspace: () => held.throwAway(),
  Escape: () => { held.putBack(); view.say(said.putBack); },
};

function onKey(event) {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.code === "KeyZ") return answerKey(event, () => (event.shiftKey ? redo() : undo()));
  if (isCommand || event.altKey) return undefined;
  // On a Kazakh or a Russian keyboard the key with an R on it writes another letter.
  const key = event.code === "KeyR" ? "r" : event.key;
  if (held.isEmpty) return onKeyWithEmptyHand(event, key);
  const step = event.shiftKey ? SMALL_STEP : STEP;
  if (MOVES[key]) return answerKey(event, () => held.move(...MOVES[key].map((part) => part * step)));
  return HELD_KEYS[key] && answerKey(event, HELD_KEYS[key]);
}

function onKeyWithEmptyHand(event, key) {
  const standing = strokes.standing(canvases[current].frame).filter(({ form }) => form === "part");
  if (MOVES[key] && standing.length) return answerKey(event, () => chooseNext(standing, MOVES[key][0] + MOVES[key][1]));
  if (!chosen || !strokes.get(chosen)) return undefined;
  const stroke = strokes.get(chosen);
  if (key === "Enter" || key === " ") return answerKey(event, () => pickUp(stroke));
  if (key !== "Delete" && key !== "Backspace") return undefined;
  return answerKey(event, () => { choose(null); placePart(stroke.frame, null, stroke); });
}

function answerKey(event, act) {
  event.preventDefault();
  act();
}

function chooseNext(standing, direction) {
  const place = standing.findIndex(({ id }) => id === chosen);
  const next = (place + direction + (place < 0 && direction < 0 ? 1 : 0) + standing.length) % standing.length;
  choose(standing[next].id);
  view.say(`${filledIn(said.chosen, standing[next].data.k)} ${next + 1}/${standing.length}`);
}

function choose(id) {
  chosen = id;
  canvases[current].choose(id);
}

/* ---- the wiring ---- */

const undo = () => back("undo", said.undone);
const redo = () => back("redo", said.redone);
const HELD_ACTS = {
  bigger: () => held.scale(GROWTH),
  smaller: () => held.scale(1 / GROWTH),
  turn: () => held.turn(),
  place: () => held.place(),
  throw: () => held.throwAway(),
};

for (const canvas of canvases) {
  canvas.svg.addEventListener("pointerdown", (event) => onDown(canvas, event));
  canvas.svg.addEventListener("pointermove", (event) => onMove(canvas, event));
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.svg.addEventListener(end, (event) => line?.id === event.pointerId && endLine());
  }
  canvas.svg.addEventListener("keydown", onKey);
}
findAll("step").forEach((button, place) => button.addEventListener("click", () => {
  showFrame(place);
  view.say(canvases[place].svg.getAttribute("aria-label"));
}));
for (const button of findAll("tool")) button.addEventListener("click", () => useTool(button.dataset.tool));
for (const button of partButtons) button.addEventListener("click", () => takePart(button.dataset.part));
for (const button of findAll("held-act")) button.addEventListener("click", () => HELD_ACTS[button.dataset.heldAct]());
for (const input of findAll("colour")) {
  input.addEventListener("change", () => {
    colour = Number(input.value);
    if (!held.isEmpty) held.colour(colour);
  });
}
for (const input of findAll("width")) input.addEventListener("change", () => { width = Number(input.value); });
find("undo-stroke").addEventListener("click", undo);
find("redo-stroke").addEventListener("click", redo);
find("clear").addEventListener("click", clear);
addEventListener("pagehide", () => { endLine(); held.place(); });

find("steps").hidden = canvases.length < 2;
tools.hidden = false;
for (const { svg } of canvases) svg.setAttribute("tabindex", "0");
showFrame(0);
await desk.begin();
fields.recall();
