/**
 * What is being typed and is in no operation yet: it survives a closed tab on this device, and leaves with the
 * submission. And how often something was pasted into a field since it was last asked; what it was is nobody's business.
 */
import { page, words } from "./answer-view.js";

const key = `typed:${words.stream}`;
const pastes = new WeakMap();

page.addEventListener("paste", ({ target }) => pastes.set(target, (pastes.get(target) ?? 0) + 1));

export function keepTyped(text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still lets the pupil write.
  }
}

export function typedBefore() {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function takePastes(field) {
  const count = pastes.get(field) ?? 0;
  pastes.delete(field);
  return count;
}
