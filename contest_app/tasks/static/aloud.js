/**
 * Reading a task aloud: by the voice of somebody who recorded it, else by a voice of the device in the task's own
 * language; another language's voice would read nonsense, so where there is neither no button is shown.
 *
 * A small recording is fetched early and kept beside the page (kept.js), so that it sounds without a network too.
 */
import { besideKept, keepBeside } from "./kept.js";

/** What is read, in the order of reading: the task itself, where it is on the page, then what to do. */
const WORDS = {
  task: ".task-title, .task-sheet .task-words, .task-given__part",
  instruction: ".task-again p, .task-words:not(.task-sheet *)",
};

const place = document.querySelector("[data-aloud-place]");
const button = place.querySelector("[data-aloud]");
const told = place.querySelector("[data-aloud-told]");
const label = button.querySelector("span");
const labels = { read: label.textContent, stop: button.dataset.stop };
const player = new Audio();
const recorded = JSON.parse(place.dataset.voices).filter(({ type }) => player.canPlayType(type));
const parts = Object.entries(WORDS)
  .map(([name, selector]) => ({
    texts: [...document.querySelectorAll(selector)],
    voice: recorded.find(({ part }) => part === name),
  }))
  .filter(({ texts }) => texts.length);
const language = parts[0].texts[0].closest("[lang]").lang;
let reading;

function ownVoice() {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);
}

function offer() {
  place.hidden = !recorded.length && !ownVoice();
}

function show() {
  label.textContent = reading ? labels.stop : labels.read;
}

/** Settle when it is over, or as soon as the reader has heard enough. */
function until(start, stop, { signal }) {
  return new Promise((resolve, reject) => {
    const enough = () => {
      stop();
      resolve();
    };
    signal.addEventListener("abort", enough, { once: true });
    start(resolve, reject);
  });
}

function play(voice, turn) {
  player.src = voice.kept ?? voice.url;
  return until((over, failed) => {
    Object.assign(player, { onended: over, onerror: failed });
    player.play().catch(failed);
  }, () => player.pause(), turn);
}

/** Whoever is quicker than the early fetch waits for what lies beside the page, where the network has failed. */
async function playFound(voice, turn) {
  try {
    await play(voice, turn);
  } catch (failure) {
    await voice.early;
    if (!voice.kept || turn.signal.aborted) throw failure;
    await play(voice, turn);
  }
}

function speak(texts, turn) {
  return until((over) => {
    const speeches = texts.map((text) => new SpeechSynthesisUtterance(text.textContent.trim()));
    for (const speech of speeches) {
      Object.assign(speech, { voice: ownVoice(), lang: language, rate: 0.9, onerror: over });
      if (speech === speeches.at(-1)) speech.onend = over;
      speechSynthesis.speak(speech);
    }
  }, () => speechSynthesis.cancel(), turn);
}

/** One part: recorded, else by the device; false where neither can be heard. */
async function readPart({ texts, voice }, turn) {
  if (voice) {
    try {
      await playFound(voice, turn);
      return true;
    } catch {
      // The network is away, or the file has gone: the device may know the language.
    }
  }
  if (!turn.signal.aborted && ownVoice()) await speak(texts, turn);
  return !voice || Boolean(ownVoice());
}

async function read() {
  const turn = new AbortController();
  reading = turn;
  told.textContent = "";
  show();
  for (const part of parts) {
    if (!turn.signal.aborted && !(await readPart(part, turn))) told.textContent = told.dataset.silent;
  }
  if (reading === turn) reading = undefined;
  show();
}

function stop() {
  reading?.abort();
  reading = undefined;
  show();
}

/** Have a small recording at hand; where that fails it is asked for again when it is to be heard. */
async function fetchEarly(voice) {
  const kept = (await besideKept(voice.part)) ?? (await fetch(voice.url, { priority: "low" }));
  if (!kept.ok) return;
  await keepBeside(voice.part, kept.clone());
  voice.kept = URL.createObjectURL(await kept.blob());
}

button.addEventListener("click", () => (reading ? stop() : read()));
globalThis.speechSynthesis?.addEventListener?.("voiceschanged", offer); // voices arrive after the page
addEventListener("pagehide", stop);
offer();
if (!navigator.connection?.saveData) {
  for (const voice of recorded.filter(({ isSmall }) => isSmall)) voice.early = fetchEarly(voice).catch(() => {});
}
