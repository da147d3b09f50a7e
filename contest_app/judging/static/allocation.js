/** While entries are being shared out, ask now and then; show the page anew when it is done. */
const PAUSE_MS = 1_500;
const waiting = document.querySelector("[data-allocation]");

async function look() {
  try {
    const response = await fetch(waiting.dataset.allocation, { headers: { Accept: "application/json" } });
    if (response.ok && !(await response.json()).is_running) {
      location.reload();
      return;
    }
  } catch {
    // no network for now: ask again
  }
  setTimeout(look, PAUSE_MS);
}

setTimeout(look, PAUSE_MS);
