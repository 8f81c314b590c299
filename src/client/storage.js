/**
 * Where an outbox keeps what is not yet logged. Records are of a scope (one user at one service)
 * and have an owner: the page that sends them.
 *
 * @typedef {{ key: string, scope: string, owner: string, order: number, destination: string,
 *   headers: Record<string, string>, bytes: Uint8Array, state: string, sentAt?: number }} Stored
 *
 * @typedef {object} Storage every method fails rather than hangs, and does all or nothing
 * @property {(records: Stored[]) => Promise<unknown>} put adds, or replaces those of the same key
 * @property {(keys: string[]) => Promise<unknown>} remove of a key that is not there: nothing
 * @property {(scope: string) => Promise<Stored[]>} all in their order; what is damaged is removed
 * @property {() => void} close
 */

/** For Node, and where a browser keeps nothing: ends with the page. @implements {Storage} */
export class MemoryStorage {
  /** @type {Map<string, Stored>} */
  #records = new Map();

  /** @param {Stored[]} records */
  async put(records) {
    for (const record of records) this.#records.set(record.key, structuredClone(record));
  }

  /** @param {string[]} keys */
  async remove(keys) {
    for (const key of keys) this.#records.delete(key);
  }

  /** @param {string} scope */
  async all(scope) {
    const all = [...this.#records.values()].filter((record) => record.scope === scope);
    return structuredClone(all.sort(byOrder));
  }

  close() {}
}

/** Survives the page and the browser. @implements {Storage} */
export class IndexedDbStorage {
  /** @type {Promise<IDBDatabase>} */
  #database;

  /** @param {IDBFactory} factory @param {string} [name] @param {number} [patience] milliseconds */
  constructor(factory, name = "parley", patience = 3000) {
    this.patience = patience;
    this.#database = this.#inTime((done, failed) => {
      const opening = factory.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("outbox", { keyPath: "key" });
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    this.#database.catch(() => {}); // The first use tells it.
  }

  /** @param {Stored[]} records */
  put(records) {
    return this.#write((store) => records.forEach((record) => store.put(record)));
  }

  /** @param {string[]} keys */
  remove(keys) {
    return this.#write((store) => keys.forEach((key) => store.delete(key)));
  }

  /** @param {string} scope */
  async all(scope) {
    /** @type {Stored[]} */
    let found = [];
    await this.#write((store) => {
      const reading = store.getAll();
      reading.onsuccess = () => {
        found = reading.result.filter(isWhole);
        const damaged = reading.result.filter((record) => !isWhole(record));
        for (const { key } of damaged) store.delete(key);
      };
    });
    return found.filter((record) => record.scope === scope).sort(byOrder);
  }

  close() {
    this.#database.then((database) => database.close(), () => {});
  }

  /** @param {(store: IDBObjectStore) => void} work */
  async #write(work) {
    const database = await this.#database;
    return this.#inTime((done, failed) => {
      const transaction = database.transaction("outbox", "readwrite");
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
      work(transaction.objectStore("outbox"));
    });
  }

  /**
   * A database that another page blocks answers never.
   *
   * @param {(done: (value?: any) => void, failed: (reason: unknown) => void) => void} start
   * @returns {Promise<any>}
   */
  #inTime(start) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("The database is blocked")), this.patience);
      const end = (/** @type {Function} */ how) => (/** @type {unknown} */ value) => {
        clearTimeout(timer);
        how(value);
      };
      start(end(resolve), end(reject));
    });
  }
}

/** @param {Stored} a @param {Stored} b */
const byOrder = (a, b) => a.order - b.order;

/** @param {any} record @returns {record is Stored} */
const isWhole = (record) =>
  typeof record.destination === "string" &&
  typeof record.scope === "string" &&
  typeof record.owner === "string" &&
  Number.isFinite(record.order) &&
  typeof record.headers === "object" &&
  record.bytes instanceof Uint8Array;
