/**
 * The operation log: what a person does is kept on the device until the server acknowledges it, by id.
 *
 *   const log = await openLog({ stream, url, token, onState, onAnswer });
 *   await log.append({ kind: "put_idea", … })   resolves, with the operation's id, once it lies on the device
 *   log.flush()                                 sends now what is waiting
 *   await log.pending()                         operations that no server has acknowledged, oldest first
 *   await log.wipe()                            forgets this stream on this device
 *
 *   stream    key of the response or score sheet; tabs with the same stream share one log
 *   url       where batches are posted (contest_app/oplog/services.py tells the protocol)
 *   token     signed by the server for this stream and person
 *   onState   (state) => …  "saved": the server has all · "local": it lies on this device · "unsaved": it lies nowhere yet
 *             the words of <qy-save-state>, so `onState: (state) => { badge.state = state; }` is enough
 *   onAnswer  (operation, answer, now) => …  the server's answer to an operation of this tab or of another one;
 *             the same answer may be told twice
 *
 * An operation has `kind`, the feature's own fields and, where it builds on one that is still waiting, `after`:
 * that one's id. `id` is given here unless the caller gives it.
 *
 * Only what is acknowledged is deleted. A batch that fails is sent again, ever more slowly, and at once when the
 * network returns; one that is too large, or too slow for the link, is halved. Where the browser has no IndexedDB
 * the log lives in memory and the state says "unsaved" until the server has it.
 */
import "../vendor/idb.js"; // its minified build names itself: globalThis.idb

const DATABASE = "qiyal-operations";
const STORE = "operations";
const BATCH_OPERATIONS = 200;
const BATCH_BYTES = 200_000;
const FAREWELL_BYTES = 60_000;        // browsers let 64 KB outlive a page
const PATIENCE_MS = 15_000;
const GATHER_MS = 250;
const ROUND_MS = 5_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;      // with the patience: all is sent within 30 s after a link works again

const encoder = new TextEncoder();

/** A random UUID; `crypto.randomUUID` is missing on plain HTTP. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Operations on the device: they outlive the tab. */
class DeviceStore {
  isDurable = true;

  static async open() {
    const database = await globalThis.idb.openDB(DATABASE, 1, {
      upgrade(fresh) {
        fresh.createObjectStore(STORE, { keyPath: "sequence", autoIncrement: true }).createIndex("stream", "stream");
      },
    });
    return new DeviceStore(database);
  }

  constructor(database) {
    this.database = database;
  }

  async add(stream, operation) {
    const change = this.database.transaction(STORE, "readwrite", { durability: "strict" });
    await Promise.all([change.store.add({ stream, operation }), change.done]);
  }

  async all(stream) {
    return (await this.database.getAllFromIndex(STORE, "stream", stream)).map((row) => row.operation);
  }

  async remove(stream, isGone) {
    const change = this.database.transaction(STORE, "readwrite");
    for await (const cursor of change.store.index("stream").iterate(stream)) {
      if (isGone(cursor.value.operation)) cursor.delete();
    }
    await change.done;
  }
}

/** Operations in memory, where the device keeps nothing. */
class MemoryStore {
  isDurable = false;
  #operations = [];

  async add(_stream, operation) { this.#operations.push(operation); }
  async all() { return [...this.#operations]; }
  async remove(_stream, isGone) { this.#operations = this.#operations.filter((operation) => !isGone(operation)); }
}

async function openStore() {
  try {
    return await DeviceStore.open();
  } catch {
    return new MemoryStore();
  }
}

/** The longest beginning of `operations` that fits: later ones may build on earlier ones. */
function beginning(operations, count, bytes) {
  const batch = [];
  let size = 0;
  for (const operation of operations.slice(0, count)) {
    size += encoder.encode(JSON.stringify(operation)).length + 1;
    if (batch.length && size > bytes) break;
    batch.push(operation);
  }
  return batch;
}

class Log {
  #options;
  #store;
  #memory = new MemoryStore();
  #writing = 0;
  #sending = null;
  #batchSize = BATCH_OPERATIONS;
  #largestBatch = BATCH_OPERATIONS;
  #pause = FIRST_PAUSE_MS;
  #timer = 0;
  #state = null;
  #tabs;

  constructor(options, store) {
    this.#options = options;
    this.#store = store;
    this.#tabs = "BroadcastChannel" in window ? new BroadcastChannel(`operations:${options.stream}`) : null;
    this.#tabs?.addEventListener("message", ({ data }) => this.#hear(data));
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => this.#farewell());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#farewell() : this.flush()));
    this.#schedule(0);
  }

  /** Keep an operation; resolves with its id once it lies on the device (or, without one, in memory). */
  async append(fields) {
    const operation = { id: newId(), at: new Date().toISOString(), ...fields };
    this.#writing += 1;
    this.#show("unsaved");
    try {
      await this.#keep(operation);
    } finally {
      this.#writing -= 1;
    }
    this.#tabs?.postMessage({ changed: true });
    await this.#refresh();
    this.#schedule(GATHER_MS);
    return operation.id;
  }

  /** Send what waits, now; a call while a batch is on its way waits for that one. */
  flush() {
    this.#pause = FIRST_PAUSE_MS;
    return this.#send();
  }

  /** Operations without an acknowledgement, oldest first. */
  async pending() {
    return [...(await this.#store.all(this.#options.stream)), ...(await this.#memory.all())];
  }

  /** Forget this stream on this device: the server has all of it. */
  async wipe() {
    await this.#forget(() => true);
    await this.#refresh();
  }

  async #keep(operation) {
    try {
      await this.#store.add(this.#options.stream, operation);
    } catch {
      // The device is full or forbids storage: the state stays "unsaved" until the server has it.
      await this.#memory.add(this.#options.stream, operation);
    }
  }

  async #forget(isGone) {
    await this.#memory.remove(this.#options.stream, isGone);
    await this.#store.remove(this.#options.stream, isGone);
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), delay);
  }

  #send() {
    this.#sending ??= this.#drain().finally(() => { this.#sending = null; });
    return this.#sending;
  }

  /** Send batch after batch while the server takes them; then come back in a while. */
  async #drain() {
    clearTimeout(this.#timer);
    let isTaken = true;
    while (isTaken) {
      const batch = beginning(await this.pending(), this.#batchSize, BATCH_BYTES);
      if (!batch.length) break;
      isTaken = await this.#attempt(batch);
    }
    await this.#refresh();
    this.#schedule(isTaken ? ROUND_MS : this.#nextPause());
  }

  #nextPause() {
    const pause = this.#pause * (0.75 + Math.random() / 2);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    return pause;
  }

  /** Post one batch; true if the server took something of it. */
  async #attempt(batch) {
    try {
      const response = await this.#post(batch, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.status === 413) this.#largestBatch = this.#halve(batch);
      if (!response.ok) return response.status === 413 && batch.length > 1;
      return await this.#take(batch, await response.json());
    } catch (error) {
      if (error.name === "TimeoutError") this.#halve(batch);
      return false;                    // no network, no answer in time, or an answer that is not ours
    }
  }

  /** Send fewer at once. */
  #halve(batch) {
    this.#batchSize = Math.max(1, Math.floor(batch.length / 2));
    return this.#batchSize;
  }

  #post(batch, more) {
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${this.#options.token}` };
    const body = JSON.stringify({ operations: batch });
    return fetch(this.#options.url, { method: "POST", headers, body, credentials: "same-origin", cache: "no-store", ...more });
  }

  async #take(batch, { acknowledged, now }) {
    const answers = new Map(acknowledged.map(({ id, answer }) => [id, answer]));
    const answered = batch.filter(({ id }) => answers.has(id)).map((operation) => [operation, answers.get(operation.id)]);
    if (!answered.length) return false;
    await this.#forget(({ id }) => answers.has(id));
    this.#pause = FIRST_PAUSE_MS;
    this.#batchSize = Math.min(this.#batchSize * 2, this.#largestBatch);
    this.#tabs?.postMessage({ answered, now });
    await this.#refresh();
    for (const [operation, answer] of answered) this.#options.onAnswer?.(operation, answer, now);
    return true;
  }

  /** The page may be going: send what fits, beside any batch on its way. What is not acknowledged stays. */
  async #farewell() {
    const batch = beginning(await this.pending(), BATCH_OPERATIONS, FAREWELL_BYTES);
    if (!batch.length) return;
    try {
      const response = await this.#post(batch, { keepalive: true });
      if (response.ok) await this.#take(batch, await response.json());
    } catch {
      this.#schedule(this.#nextPause());
    }
  }

  async #hear({ answered = [], now }) {
    const ids = new Set(answered.map(([operation]) => operation.id));
    if (ids.size) await this.#memory.remove(this.#options.stream, ({ id }) => ids.has(id));
    await this.#refresh();
    for (const [operation, answer] of answered) this.#options.onAnswer?.(operation, answer, now);
  }

  async #refresh() {
    const onDevice = await this.#store.all(this.#options.stream);
    const inMemory = await this.#memory.all();
    const isAtRisk = this.#writing > 0 || inMemory.length > 0 || (onDevice.length > 0 && !this.#store.isDurable);
    this.#show(isAtRisk ? "unsaved" : onDevice.length ? "local" : "saved");
  }

  #show(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }
}

/** Open the log of a stream and begin to send what an earlier visit left. */
export async function openLog(options) {
  return new Log(options, await openStore());
}
