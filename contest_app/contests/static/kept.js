/**
 * What is typed into an entry's form, kept on this device until the server has confirmed it.
 *
 * It is keyed to the entry and carries the revision that it was typed upon: a page that shows a newer revision
 * is the server's word that the older text has arrived, so the older text is forgotten.
 */
const keyOf = (entry) => `draft:${entry}`;

/** Return `{revision, values}` of an entry, or null. */
export function read(entry) {
  return JSON.parse(localStorage.getItem(keyOf(entry)) ?? "null");
}

/** Keep `{revision, values}`; throws where the device is full or keeps nothing. */
export function write(entry, typed) {
  localStorage.setItem(keyOf(entry), JSON.stringify(typed));
}

export function forget(entry) {
  localStorage.removeItem(keyOf(entry));
}

/** Forget what was typed upon a revision older than the one the server shows. */
export function forgetConfirmed(entry, serverRevision) {
  if ((read(entry)?.revision ?? serverRevision) < serverRevision) forget(entry);
}
