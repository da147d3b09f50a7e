/** How often something was pasted into a field since it was last asked; what it was is nobody's business. */
import { page } from "./answer-view.js";

const pastes = new WeakMap();

page.addEventListener("paste", ({ target }) => pastes.set(target, (pastes.get(target) ?? 0) + 1));

export function takePastes(field) {
  const count = pastes.get(field) ?? 0;
  pastes.delete(field);
  return count;
}
