/**
 * What this device keeps of a page, so that it opens again without a network (worker.js).
 *
 *   startKeeping()            lets the worker look after the pages from now on
 *   await keepPage(later)     keeps this page, with the files it uses and those that it will use later
 *   await keepState(state)    keeps beside the page what the server has acknowledged since it was drawn
 *   await keptState()         what was kept beside this page; undefined where it has just been drawn by the server
 *   await keepBeside(name, answer), await besideKept(name)   the same for an answer of the server; it goes with the page
 *   await forgetPages()       throws all pages away
 *
 * Nothing of it is there over plain HTTP, or where the browser forbids it: then pages need a network.
 */
const ROOT = new URL("../../../", import.meta.url).pathname;
const VERSION = import.meta.url.split("/").at(-3);
const page = location.href.split(/[?#]/)[0];
const wasKept = Boolean(navigator.serviceWorker?.controller);

export async function startKeeping() {
  const language = document.documentElement.lang;
  const address = `${ROOT}worker.js?version=${VERSION}&language=${language}`;
  await navigator.serviceWorker?.register(address, { scope: ROOT, updateViaCache: "none" });
}

export async function keepPage(later = []) {
  await startKeeping();
  const registration = await navigator.serviceWorker?.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const files = loaded.filter((name) => name.startsWith(`${location.origin}${ROOT}static/`));
  registration?.active.postMessage({ files: [...files, ...later], ...(!wasKept && { page }) });
}

export async function keepState(told) {
  await keepBeside("state", new Response(JSON.stringify(told)));
}

export async function keptState() {
  try {
    return await (await besideKept("state"))?.json();
  } catch {
    return undefined;
  }
}

export async function keepBeside(name, answer) {
  const pages = await pagesWithThis();
  await pages?.put(`${page}?${name}`, answer);
}

export async function besideKept(name) {
  return (await pagesWithThis())?.match(`${page}?${name}`);
}

export async function forgetPages() {
  const names = await pageCaches();
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Where this page is kept; a page that was thrown away brings nothing back. */
async function pagesWithThis() {
  for (const name of await pageCaches()) {
    const pages = await caches.open(name);
    if (await pages.match(page, { ignoreVary: true })) return pages;
  }
  return undefined;
}

async function pageCaches() {
  return "caches" in globalThis ? (await caches.keys()).filter((name) => name.startsWith("pages-")) : [];
}
