/**
 * The form of an entry loses nothing while the link is weak.
 *
 * Every change goes to this device at once; a draft also goes to the server a little later. What lies on the
 * device is forgotten only when the server has confirmed it (see kept.js). Files go by the form's own buttons only.
 */
import { forget, forgetConfirmed, read, write } from "./kept.js";

const QUIET_MS = 4000;
const form = document.querySelector("#entry");
const badge = document.querySelector("qy-save-state");
const { entry, serverRevision, draftUrl } = form.dataset;
const revision = form.elements.revision;
let timer = 0;
let changes = 0;

/** The form's texts and choices as pairs; files are left out. */
function pairs() {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

function keep() {
  const values = pairs().filter(([name]) => !["csrf_token", "revision"].includes(name));
  try {
    write(entry, { revision: Number(revision.value), values });
    badge.state = "local";
  } catch {
    badge.state = "unsaved";
  }
}

function put(values) {
  for (const control of form.elements) {
    if (!control.name || ["hidden", "file", "submit"].includes(control.type)) continue;
    const own = values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(control.type)) control.checked = own.includes(control.value);
    else if (own.length) [control.value] = own;
  }
}

/** Take back what was typed upon this very revision and never reached the server. */
function restore() {
  // A form that came back with errors shows already what was typed.
  const cameBack = form.querySelector("[role=alert]") !== null;
  if (cameBack) return keep();
  forgetConfirmed(entry, Number(serverRevision));
  const kept = read(entry);
  if (!kept) return undefined;
  put(kept.values);
  keep();
  return later();
}

async function saveQuietly() {
  if (!draftUrl || !navigator.onLine) return;
  const upTo = changes;
  const body = new URLSearchParams(pairs());
  try {
    const answer = await fetch(draftUrl, { method: "POST", body, headers: { Accept: "application/json" } });
    // What the server refuses stays on the device; the form's own button will say why.
    if (!answer.ok) return;
    revision.value = (await answer.json()).revision;
    keep();
    if (upTo === changes) {
      forget(entry);
      badge.state = "saved";
    }
  } catch {
    // No link: it stays on the device until the next change, or until the link is back.
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(saveQuietly, QUIET_MS);
}

form.addEventListener("input", () => {
  changes += 1;
  keep();
  later();
});
form.addEventListener("submit", () => clearTimeout(timer));
addEventListener("online", saveQuietly);
restore();
