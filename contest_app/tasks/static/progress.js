/** A teacher's open sitting: every few seconds the part that changes is fetched anew, while somebody looks. */
const EVERY_MS = 4000;

const part = document.querySelector("[data-progress]");

async function refresh() {
  if (document.hidden || part.contains(document.activeElement)) return; // nobody looks, or somebody reads along
  const answer = await fetch(part.dataset.progress);
  if (answer.ok && !answer.redirected) part.innerHTML = await answer.text();
}

document.querySelector("[data-look-again]")?.setAttribute("hidden", "");
setInterval(() => refresh().catch(() => {}), EVERY_MS); // without a network the last state stays
