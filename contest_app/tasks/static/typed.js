/** What is being typed and is in no operation yet: it survives a closed tab on this device, and leaves with the submission. */
import { words } from "./answer-view.js";

const key = `typed:${words.stream}`;

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
