/** A finished drawing is shown once more, stroke by stroke; not to people who asked for less motion. */
const WHOLE_MS = 8000;
const LONGEST_MS = 400;

const button = document.querySelector("[data-replay]");
const strokes = [...document.querySelectorAll("[data-stroke]")].sort(
  (one, other) => one.dataset.frame - other.dataset.frame || one.dataset.position - other.dataset.position,
);
let timer = 0;

function show(count) {
  strokes.forEach((stroke, place) => stroke.classList.toggle("stroke--waiting", place >= count));
  if (count < strokes.length) timer = setTimeout(() => show(count + 1), Math.min(LONGEST_MS, WHOLE_MS / strokes.length));
}

if (button) {
  button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
  button.addEventListener("click", () => {
    clearTimeout(timer);
    strokes[0].closest("svg").scrollIntoView({ block: "nearest" });
    show(0);
  });
}
