import { Emitter } from "./emitter.js";
import { ParleyError } from "./errors.js";
import { uniqueName } from "./environment.js";
import { Backoff } from "./backoff.js";

/** SENDs to one destination that wait for their RECEIPT. */
const WINDOW = 32;
/** What a frame has besides its body and its headers' text, generously. */
const FRAME = 512;
/** What a session is told to repeat; everything else is refused for good. */
const AGAIN = new Set(["unavailable", "rate-limited"]);

/**
 * `queued` not sent yet; `sent` no answer yet; `logged` the server has it, as `id`; `refused` it
 * never will, see `error`; `unknown` sent so long ago that sending it again could double it: the
 * application calls `resend` or `drop`.
 *
 * @typedef {"queued" | "sent" | "logged" | "refused" | "unknown" | "dropped"} EntryState
 * @typedef {{ key: string, destination: string, state: EntryState, bytes: Uint8Array,
 *   headers: Record<string, string>, order: number, sentAt?: number, id?: string,
 *   error?: ParleyError }} Entry
 * @typedef {Entry & { link?: import("./link.js").Link, resolve?: Function, reject?: Function,
 *   size: number }} Item
 * @typedef {{ items: Item[], pumping: boolean, again: boolean, held: boolean, window: number,
 *   wait: number, backoff: Backoff }} Lane
 * @typedef {{ frameSize?: number, outboxEntries?: number, outboxBytes?: number }} Limits
 */

/**
 * What the user wrote and the server has not logged yet, in order for each destination. An entry is
 * stored before it is sent, keeps its idempotency key however often it is sent, and is sent again
 * only while the server still recognises that key. Events: `entry` at each change of state, `error`.
 */
export class Outbox extends Emitter {
  /** @type {Map<string, Lane>} */
  #lanes = new Map();
  /** @type {import("./link.js").Link | undefined} */
  #link;
  #window = 0;
  #bytes = 0;
  #count = 0;
  #last = 0;
  /** @type {string | undefined} */
  #scope;
  #timers = new Set();
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
    const all = [...this.#lanes.values()].flatMap((lane) => lane.items);
    return all.sort((a, b) => a.order - b.order).map(view);
  }

  get isEmpty() {
    return ![...this.#lanes.values()].some((lane) => lane.items.some(isWaiting));
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
    const text = JSON.stringify([destination, headers, key]).length;
    const size = bytes.length + text;
    if (this.#closed) throw new ParleyError("closed");
    if (size + FRAME > this.frameSize) throw new ParleyError("too-large", "The message is too large");
    if (this.#count >= this.mostEntries || this.#bytes + size > this.mostBytes) {
      throw new ParleyError("outbox-full", "Too much waits to be sent");
    }
    // The clock may stand or go back; the order must not.
    this.#last = Math.max(this.#last + 0.001, this.clock.date());
    /** @type {Item} */
    const item = { key, destination, bytes, headers, state: "queued", order: this.#last, size };
    const answer = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
    this.#insert(item);
    const written = this.#link ? undefined : this.#save([item]);
    this.#pump(this.#lane(destination));
    await written;
    if (item.state === "queued") this.#tell(item);
    return /** @type {Promise<any>} */ (answer);
  }

  /** Sends what is `unknown` once more, though that may double it. @param {string} key */
  resend(key) {
    const item = this.#find(key);
    if (item?.state !== "unknown") return false;
    item.sentAt = item.link = item.error = undefined;
    this.#become(item, "queued");
    this.#pump(this.#lane(item.destination));
    return true;
  }

  /** Forgets an entry that waits; what was sent may still be logged. @param {string} key */
  drop(key) {
    const item = this.#find(key);
    if (item) this.#end(item, "dropped", new ParleyError("dropped"));
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
    const first = this.#scope === undefined;
    this.#scope = scope;
    this.#window = window - Math.min(10_000, window / 10);
    if (first) {
      const items = [...this.#lanes.values()].flatMap((lane) => lane.items);
      if (items.length) this.#save(items);
    }
    await this.#inherit(scope);
    if (!link.isOpen || this.#closed) return;
    this.#link = link;
    for (const lane of this.#lanes.values()) {
      lane.held = lane.again = false;
      this.#pump(lane);
    }
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
    this.#link = undefined;
    this.#timers.forEach((timer) => this.clock.clearTimeout(timer));
    const left = [...this.#lanes.values()].flatMap((lane) => lane.items);
    for (const item of left) item.reject?.(new ParleyError("closed"));
    this.tab?.close();
    this.storage.close();
  }

  /** Takes over what pages left behind that have ended. @param {string} scope */
  async #inherit(scope) {
    if (!this.tab) return;
    try {
      await this.tab.ready;
      const owners = new Set((await this.storage.all(scope)).map(({ owner }) => owner));
      await this.tab.afterTheEndOf(owners, async (owner) => {
        const left = (await this.storage.all(scope)).filter((record) => record.owner === owner);
        const items = left.map(({ owner: _, scope: __, ...record }) => {
          const size = record.bytes.length;
          return /** @type {Item} */ ({ ...record, size, state: record.state ?? "queued" });
        });
        items.filter((item) => !this.#find(item.key)).forEach((item) => this.#insert(item));
        await this.#save(items);
        items.forEach((item) => this.#tell(item));
        for (const lane of this.#lanes.values()) this.#pump(lane);
      });
    } catch (cause) {
      this.#storageFailed(cause);
    }
  }

  /** @param {Lane} lane */
  async #pump(lane) {
    if (lane.pumping) return;
    lane.pumping = true;
    try {
      let batch;
      while ((batch = this.#batch(lane)).length) await this.#transmit(lane, batch);
    } finally {
      lane.pumping = false;
    }
  }

  /** What may go now, in order: first what was sent on an earlier link. @param {Lane} lane */
  #batch(lane) {
    const link = this.#link;
    if (!link?.isOpen || lane.held || lane.again) return [];
    this.#giveUpOld(lane);
    const waiting = lane.items.filter(isWaiting);
    const flying = waiting.filter((item) => item.link === link).length;
    return waiting.filter((item) => item.link !== link).slice(0, lane.window - flying);
  }

  /** @param {Lane} lane */
  #giveUpOld(lane) {
    for (const item of lane.items.filter(isWaiting)) {
      if (item.link === this.#link || item.sentAt === undefined) continue;
      // A clock that was set back says nothing about the age, so it counts as old too.
      if (Math.abs(this.clock.date() - item.sentAt) < this.#window) continue;
      const error = new ParleyError("unknown", "It may have been logged");
      item.reject?.(error);
      item.error = error;
      this.#become(item, "unknown");
    }
  }

  /** @param {Lane} lane @param {Item[]} batch */
  async #transmit(lane, batch) {
    const link = this.#link;
    const fresh = batch.filter((item) => item.sentAt === undefined);
    for (const item of fresh) item.sentAt = this.clock.date();
    // Before it is sent: after a crash nobody else knows that it may be logged already.
    await this.#save(fresh);
    if (!link?.isOpen || link !== this.#link) {
      for (const item of fresh) item.sentAt = undefined;
      if (fresh.length) await this.#save(fresh);
      return;
    }
    for (const item of batch) {
      if (!lane.items.includes(item)) continue; // It was dropped meanwhile.
      item.link = link;
      item.state = "sent";
      this.#tell(item);
      const headers = { ...item.headers, "idempotency-key": item.key };
      link.send(item.destination, headers, item.bytes).then(
        ({ "message-id": id }) => this.#logged(lane, item, id),
        (refusal) => this.#refused(lane, item, link, refusal),
      );
    }
  }

  /** @param {Lane} lane @param {Item} item @param {string} id */
  #logged(lane, item, id) {
    lane.backoff.reset();
    if (!lane.items.includes(item)) return; // On another link, before.
    item.id = id;
    this.#end(item, "logged");
    this.#goOn(lane);
  }

  /** @param {Lane} lane @param {Item} item @param {import("./link.js").Link} link @param {ParleyError} refusal */
  #refused(lane, item, link, refusal) {
    // It may have been sent on a newer link, whose answer counts.
    if (item.link !== link || !lane.items.includes(item)) return;
    if (refusal.code === "disconnected" || !link.isOpen) {
      if (!this.#isToBlame(item, link, refusal)) return;
    }
    if (!AGAIN.has(refusal.code)) {
      this.#end(item, "refused", refusal);
      return this.#goOn(lane);
    }
    // Those behind it wait, so that it keeps its place.
    if (refusal.code === "rate-limited") lane.window = 1;
    item.link = undefined;
    lane.again = true;
    lane.wait = Math.max(lane.wait, refusal.retryAfterMs ?? 0);
    this.#goOn(lane);
  }

  /**
   * Whether this entry is why the service ended the link: then sending it again would end the next
   * link as well. Of a frame that is too large not even the headers are read, so it is the largest.
   *
   * @param {Item} item @param {import("./link.js").Link} link @param {ParleyError} refusal
   */
  #isToBlame(item, link, refusal) {
    if (refusal.code !== "too-large") return false;
    const sent = [...this.#lanes.values()].flatMap((lane) => lane.items);
    return sent.every((other) => other.link !== link || other.size <= item.size);
  }

  /** @param {Lane} lane */
  #goOn(lane) {
    const flying = lane.items.some((item) => item.link === this.#link && isWaiting(item));
    if (!lane.again || lane.held) return void this.#pump(lane);
    if (flying) return; // They are refused too, and then all come again in their order.
    lane.held = true;
    lane.again = false;
    const timer = this.clock.setTimeout(() => {
      this.#timers.delete(timer);
      lane.held = false;
      this.#pump(lane);
    }, Math.max(lane.wait, lane.backoff.next()));
    lane.wait = 0;
    this.#timers.add(timer);
  }

  /** @param {string} destination @returns {Lane} */
  #lane(destination) {
    let lane = this.#lanes.get(destination);
    if (!lane) {
      const backoff = new Backoff();
      const fresh = { pumping: false, again: false, held: false, window: WINDOW, wait: 0 };
      this.#lanes.set(destination, (lane = { items: [], backoff, ...fresh }));
    }
    return lane;
  }

  /** @param {Item} item */
  #insert(item) {
    const { items } = this.#lane(item.destination);
    items.push(item);
    items.sort((a, b) => a.order - b.order);
    this.#count++;
    this.#bytes += item.size;
  }

  /** @param {string} key */
  #find(key) {
    return [...this.#lanes.values()].flatMap((lane) => lane.items).find((item) => item.key === key);
  }

  /** @param {Item} item @param {EntryState} state */
  #become(item, state) {
    item.state = state;
    this.#save([item]);
    this.#tell(item);
  }

  /** @param {Item} item @param {EntryState} state @param {ParleyError} [error] */
  #end(item, state, error) {
    const lane = this.#lane(item.destination);
    lane.items.splice(lane.items.indexOf(item), 1);
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

  /** Nobody's entries are not stored: another user must not send them. @param {Item[]} items */
  async #save(items) {
    const [scope, owner] = [this.#scope, this.tab?.name ?? ""];
    if (scope === undefined || !items.length) return;
    const records = items.map((item) => ({ ...stored(item), scope, owner }));
    await this.storage.put(records).catch((cause) => this.#storageFailed(cause));
  }

  /** @param {unknown} cause */
  #storageFailed(cause) {
    // It goes on without: what waits is lost with the page, but not before.
    this.emit("error", new ParleyError("storage", "The browser keeps nothing", { cause }));
  }
}

/** @param {Item} item */
const stored = ({ key, order, destination, headers, bytes, state, sentAt }) => ({
  key, order, destination, headers, bytes, state, sentAt,
});

/** @param {Item} item @returns {Entry} */
const view = (item) => Object.freeze({ ...stored(item), id: item.id, error: item.error });

/** @param {Item} item */
const isWaiting = (item) => item.state === "queued" || item.state === "sent";
