/**
 * toast(text, { undo, undone }): a short message at the bottom of the screen, read out politely.
 *
 * It goes after eight seconds, but never while it is pointed at or holds the focus. With `undo` (the word of
 * a button) and `undone` (what to do when it is pressed) it stays until it is answered or closed.
 * It is never the only place where something important is said.
 */
const STAYS_MS = 8000;

function buildButton(words, onPress) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = words;
  button.addEventListener("click", onPress);
  return button;
}

/** Close after a while, unless somebody is reading it with pointer or keyboard. */
function closeLater(message) {
  setTimeout(() => (message.matches(":hover, :focus-within") ? closeLater(message) : message.remove()), STAYS_MS);
}

export function toast(text, { undo, undone } = {}) {
  const place = document.querySelector("[data-toasts]");
  const message = document.createElement("div");
  message.className = "toast";
  const words = document.createElement("p");
  words.textContent = text;
  message.append(words);
  if (undo) {
    message.append(buildButton(undo, () => { undone(); message.remove(); }));
    message.append(buildButton(place.dataset.close, () => message.remove()));
  } else {
    closeLater(message);
  }
  place.append(message);
  return message;
}
