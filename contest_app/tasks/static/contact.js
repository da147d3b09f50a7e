/**
 * Says now and then that the page is there, and follows what the server answers: more time, a pause, the teacher's
 * word on a call. It needs no network to work on; without one everything stays as it was.
 */
import { words } from "./answer-view.js";

const EVERY_MS = 20_000;
const JITTER_MS = 5_000;
const LAST_ASKED_SECONDS = 6; // before the end: time that the teacher has just added must not come too late
const PATIENCE_MS = 10_000;

const place = document.querySelector("[data-contact]");
const timer = document.querySelector("qy-timer");
const button = place.querySelector("[data-call-teacher]");
const state = place.querySelector("[data-call-state]");

async function ask() {
  const headers = { Authorization: `Bearer ${words.token}` };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(`${words.url}/contact`, { method: "POST", headers, cache: "no-store", signal });
  if (answer.ok) follow(await answer.json());
}

function follow({ now, due_at: dueAt, seconds, is_resting: isResting, is_called: isCalled, call_words: told }) {
  if (isResting) return void location.reload(); // what is being typed is kept on this device
  if (timer) {
    timer.setAttribute("deadline", dueAt);
    timer.setAttribute("total-seconds", seconds);
    timer.sync(now);
  }
  show(told, isCalled);
}

function show(told, isCalled) {
  if (state.textContent !== told) state.textContent = told;
  button.hidden = isCalled;
}

async function call(form) {
  try {
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    await ask();
  } catch {
    show(state.dataset.failed, false);
  }
}

button.addEventListener("submit", (event) => { event.preventDefault(); call(event.target); });

/** How long to wait before the next question: it must not fall behind the end of the time. */
function pause() {
  const usual = EVERY_MS + Math.random() * JITTER_MS;
  const beforeTheEnd = ((timer?.secondsLeft ?? Infinity) - LAST_ASKED_SECONDS) * 1000 - Math.random() * JITTER_MS;
  return beforeTheEnd > 0 ? Math.min(usual, beforeTheEnd) : usual;
}

function again() {
  setTimeout(() => ask().catch(() => {}).finally(again), pause());
}

addEventListener("online", () => ask().catch(() => {}));
place.dataset.isFollowed = "";
again(); // not at once: a whole class opens its pages within seconds
