/** While a result is being made: ask whether it is ready, ever more rarely, and then show it. */
const FIRST_MS = 250;
const LONGEST_MS = 4000;
const GROWTH = 1.3;

const waiting = document.querySelector("[data-result-state]");

async function isReady() {
  try {
    const answer = await fetch(waiting.dataset.resultState, { headers: { Accept: "application/json" } });
    return answer.ok && (await answer.json()).ready;
  } catch {
    return false; // no network just now: ask again later
  }
}

async function ask(pause) {
  if (await isReady()) location.reload();
  else setTimeout(ask, pause, Math.min(pause * GROWTH, LONGEST_MS));
}

ask(FIRST_MS);
