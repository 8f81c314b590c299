import { Emitter } from "./emitter.js";
import { ParleyError } from "./errors.js";
import { uniqueName } from "./environment.js";
import { isWaiting, stored, view } from "./entry.js";
import { Lane } from "./lane.js";

/** What a frame has besides its body and its headers' text, generously. */
const FRAME = 512;

/** @typedef {import("./entry.js").EntryState} EntryState */
/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").Item} Item */
/** @typedef {{ frameSize?: number, outboxEntries?: number, outboxBytes?: number }} Limits */

/**
 * What the user wrote and the server has not logged yet, in order for each destination. An entry is
 * stored before it is sent, keeps its idempotency key however often it is sent, and is sent again
 * only while the server still recognises that key. Events: `entry` at each change of state, `error`.
 */
export class Outbox extends Emitter {
  /** @type {Map<string, Lane>} */
  #lanes = new Map();
  /** To send on now. @type {import("./link.js").Link | undefined} */
  link;
  /** For how long the server recognises a key, in milliseconds, with something to spare. */
  window = 0;
  #bytes = 0;
  #count = 0;
  #last = 0;
  /** @type {string | undefined} */
  #scope;
  #closed = false;

  /**
   * @param {import("./storage.js").Storage} storage
   * @param {import("./tab.js").Tab | undefined} tab
   * @param {import("./environment.js").Clock} clock
   * @param {Limits} limits
   */
  constructor(storage, tab, clock, limits) {
    super();
    this.storage = storage;
    this.tab = tab;
    this.clock = clock;
    this.frameSize = limits.frameSize ?? 65_536;
    this.mostEntries = limits.outboxEntries ?? 1000;
    this.mostBytes = limits.outboxBytes ?? 8_388_608;
  }

  /** Everything that is not logged, refused or dropped, the oldest first. @returns {Entry[]} */
  get entries() {
    return this.#items.sort((a, b) => a.order - b.order).map(view);
  }

  get isEmpty() {
    return !this.#items.some(isWaiting);
  }

  /**
   * @param {string} destination
   * @param {Uint8Array} bytes
   * @param {Record<string, string>} headers
   * @param {string} [key]
   * @returns {Promise<{ id: string, key: string }>} once it is logged
   */
  add(destination, bytes, headers, key = uniqueName()) {
    const answer = this.#add(destination, bytes, headers, key);
    answer.catch(() => {}); // Who looks at the events may let go of it.
    return answer;
  }

  /**
   * @param {string} destination @param {Uint8Array} bytes
   * @param {Record<string, string>} headers @param {string} key
   */
  async #add(destination, bytes, headers, key) {
    const size = bytes.length + JSON.stringify([destination, headers, key]).length;
    if (this.#closed) throw new ParleyError("closed");
    if (size + FRAME > this.frameSize) throw new ParleyError("too-large", "It is too large");
    if (this.#count >= this.mostEntries || this.#bytes + size > this.mostBytes) {
      throw new ParleyError("outbox-full", "Too much waits to be sent");
    }
    // The clock may stand or go back; the order must not.
    this.#last = Math.max(this.#last + 0.001, this.clock.date());
    /** @type {Item} */
    const item = { key, destination, bytes, headers, state: "queued", order: this.#last, size };
    const answer = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
    this.#insert(item);
    this.#lane(destination).pump();
    // What goes at once is stored on its way; what waits may wait longer than the link or the page.
    if (item.sentAt === undefined) await this.save([item]);
    if (item.state === "queued") this.#tell(item);
    return /** @type {Promise<any>} */ (answer);
  }

  /** Sends what is `unknown` once more, though that may double it. @param {string} key */
  resend(key) {
    const item = this.#find(key);
    if (item?.state !== "unknown") return false;
    item.sentAt = item.link = item.error = undefined;
    this.become(item, "queued");
    this.#lane(item.destination).pump();
    return true;
  }

  /** Forgets an entry that waits; what was sent may still be logged. @param {string} key */
  drop(key) {
    const item = this.#find(key);
    if (item) this.end(item, "dropped", new ParleyError("dropped"));
    return !!item;
  }

  /**
   * A new link: what was sent and not answered is sent again on it, then what is new.
   *
   * @param {import("./link.js").Link} link
   * @param {number} window how long the server recognises a key, in milliseconds
   * @param {string} scope the user at the service
   */
  async attach(link, window, scope) {
    // Before its lock is held another page would take what it stores for left behind.
    await this.tab?.ready;
    const isFirst = this.#scope === undefined;
    this.#scope = scope;
    this.window = window - Math.min(10_000, window / 10);
    if (isFirst) this.save(this.#items);
    await this.#inherit(scope);
    if (!link.isOpen || this.#closed) return;
    this.link = link;
    for (const lane of this.#lanes.values()) lane.restart();
  }

  /** Resolves when nothing waits any more, or after the time. @param {number} ms */
  async drained(ms) {
    if (this.isEmpty) return;
    await new Promise((resolve) => {
      const timer = this.clock.setTimeout(() => resolve(undefined), ms);
      const stop = this.on("entry", () => {
        if (!this.isEmpty) return;
        this.clock.clearTimeout(timer);
        stop();
        resolve(undefined);
      });
    });
  }

  close() {
    this.#closed = true;
    this.link = undefined;
    for (const lane of this.#lanes.values()) lane.stop();
    for (const item of this.#items) item.reject?.(new ParleyError("closed"));
    this.tab?.close();
    this.storage.close();
  }

  /** Takes over what pages left behind that have ended. @param {string} scope */
  async #inherit(scope) {
    if (!this.tab) return;
    try {
      const owners = new Set((await this.storage.all(scope)).map(({ owner }) => owner));
      await this.tab.afterTheEndOf(owners, async (owner) => {
        const left = (await this.storage.all(scope)).filter((record) => record.owner === owner);
        const items = left.map(({ owner: _, scope: __, ...record }) => {
          const size = record.bytes.length;
          return /** @type {Item} */ ({ ...record, size, state: record.state ?? "queued" });
        });
        items.filter((item) => !this.#find(item.key)).forEach((item) => this.#insert(item));
        await this.save(items);
        items.forEach((item) => this.#tell(item));
        for (const lane of this.#lanes.values()) lane.pump();
      });
    } catch (cause) {
      this.#storageFailed(cause);
    }
  }

  /** @param {string} destination @returns {Lane} */
  #lane(destination) {
    let lane = this.#lanes.get(destination);
    if (!lane) this.#lanes.set(destination, (lane = new Lane(this)));
    return lane;
  }

  /** @param {Item} item */
  #insert(item) {
    this.#lane(item.destination).insert(item);
    this.#count++;
    this.#bytes += item.size;
  }

  get #items() {
    return [...this.#lanes.values()].flatMap((lane) => lane.items);
  }

  /** @param {string} key */
  #find(key) {
    return this.#items.find((item) => item.key === key);
  }

  /** @internal @param {Item} item @param {EntryState} state */
  become(item, state) {
    item.state = state;
    // That it is sent was stored before; see the lane.
    if (state !== "sent") this.save([item]);
    this.#tell(item);
  }

  /** @internal @param {Item} item @param {EntryState} state @param {ParleyError} [error] */
  end(item, state, error) {
    const { items } = this.#lane(item.destination);
    items.splice(items.indexOf(item), 1);
    this.#count--;
    this.#bytes -= item.size;
    item.state = state;
    item.error = error;
    this.storage.remove([item.key]).catch((cause) => this.#storageFailed(cause));
    if (error) item.reject?.(error);
    else item.resolve?.({ id: item.id, key: item.key });
    this.#tell(item);
  }

  /** @param {Item} item */
  #tell(item) {
    this.emit("entry", view(item));
  }

  /** @internal @param {Item} item */
  isLargest(item) {
    return this.#items.every((other) => other.link !== item.link || other.size <= item.size);
  }

  /**
   * Nobody's entries are not stored: another user must not send them.
   *
   * @internal
   * @type {(items: Item[]) => Promise<void>}
   */
  save = async (items) => {
    const [scope, owner] = [this.#scope, this.tab?.name ?? ""];
    if (scope === undefined || !items.length) return;
    const records = items.map((item) => ({ ...stored(item), scope, owner }));
    await this.storage.put(records).catch((cause) => this.#storageFailed(cause));
  };

  /** @param {unknown} cause */
  #storageFailed(cause) {
    // It goes on without: what waits is lost with the page, but not before.
    this.emit("error", new ParleyError("storage", "The browser keeps nothing", { cause }));
  }
}
