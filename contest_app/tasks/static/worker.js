/**
 * Keeps the page of a task that is being written, so that it opens again where there is no network.
 *
 * It asks the network first. Where that fails, or is silent for too long, it shows the page as it was last drawn
 * (kept.js adds what was written since), and for any other page calm words. Files of this version are kept for good;
 * nothing else is: no result, no page of the staff, no answer to a POST.
 *
 * A shared device: pages are kept for one log-in alone, which the server names in each page (tasks/routes/keeping.py).
 * A page for another log-in, or for nobody, throws away what was kept for the one before; so does a task handed in.
 */
const VERSION = new URL(location.href).searchParams.get("version");
const ROOT = new URL("./", location.href).pathname;
const FILES = `files-${VERSION}`;
const FILES_AT = `${ROOT}static/`;
const PAGES = "pages-";
const OFFLINE = `${ROOT}offline`;
const TASK = /^(.*\/my\/responses\/[0-9a-f-]{36})(\/.*)?$/;
const KEPT_AT = "Qiyal-Kept-At";
const LONGEST_MS = 2 * 24 * 3_600_000;
const PATIENCE_MS = 8_000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepWords());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => event.waitUntil(keepAsked(event.data)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(open(request));
  else if (pathname.startsWith(FILES_AT)) event.respondWith(file(request));
});

/** Keep the page of calm words, with the files that it names. */
async function keepWords() {
  const answer = await fetch(OFFLINE, { cache: "reload" });
  if (!answer.ok) throw new Error(`no words: ${answer.status}`);
  const named = (await answer.clone().text()).matchAll(/(?:src|href)="([^"#]+)/g);
  const files = [...named].map(([, address]) => address).filter((address) => address.startsWith(FILES_AT));
  await (await caches.open(FILES)).put(OFFLINE, answer);
  await Promise.all([...new Set(files)].map((address) => file(new Request(address))));
}

/** Files of an older version go, once the pages that name them have been drawn anew. */
async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("files-") && name !== FILES);
  if (old.length && !(await drawAnew(names))) return;
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

/** Fetch the kept pages again; false where that fails. */
async function drawAnew(names) {
  try {
    for (const name of names.filter((each) => each.startsWith(PAGES))) {
      const requests = await (await caches.open(name)).keys();
      for (const { url } of requests.filter((each) => !new URL(each.url).search)) await keepAsked({ page: url });
    }
    return true;
  } catch {
    return false;
  }
}

/** A page that came before this worker asks to be kept, with the files that it uses. */
async function keepAsked({ page, files = [] }) {
  await Promise.all(files.map((url) => file(new Request(url)).catch(() => {})));
  if (page) await noted(page, await fetch(page, { credentials: "same-origin", redirect: "manual", cache: "no-store" }));
}

async function file(request) {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) await (await caches.open(FILES)).put(request.url, answer.clone());
  return answer;
}

/** A page: from the network, else as it was kept. */
async function open(request) {
  const kept = await keptPage(request.url);
  try {
    const answer = await (kept ? soon(fetch(request)) : fetch(request));
    return kept && answer.status >= 500 ? kept : await noted(request.url, answer);
  } catch {
    return kept ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

/** The answer, if it begins to come soon. */
function soon(answer) {
  return Promise.race([answer, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS))]);
}

async function keptPage(url) {
  const kept = await caches.match(url, { ignoreVary: true });
  return kept && Date.now() - Number(kept.headers.get(KEPT_AT)) < LONGEST_MS ? kept : undefined;
}

/** Keep a page that is to be kept, and forget what its coming shows to be over. */
async function noted(url, answer) {
  const reader = answer.headers.get("Qiyal-Reader");
  if (!reader) return answer; // a redirect, a file, or the door of somebody else's network
  await forgetOthers(reader);
  if (answer.status === 200 && answer.headers.has("Qiyal-Keep")) return keep(url, answer, reader);
  const [, task, part] = new URL(url).pathname.match(TASK) ?? [];
  if (part) await forget(new URL(task, url).href);
  return answer;
}

async function forgetOthers(reader) {
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + reader);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** Take a page in whole, for half of one is worth nothing; what was kept of it before is over. */
async function keep(url, answer, reader) {
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  const page = new Response(await answer.blob(), { headers });
  await forget(url);
  await (await caches.open(PAGES + reader)).put(url, page.clone());
  return page;
}

/** Forget a page, and what was written on it. */
async function forget(url) {
  const pages = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  const gone = pages.map(async (name) => (await caches.open(name)).delete(url, { ignoreSearch: true, ignoreVary: true }));
  await Promise.all(gone);
}
