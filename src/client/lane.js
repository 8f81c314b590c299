import { Backoff } from "./backoff.js";
import { isWaiting } from "./entry.js";
import { ParleyError } from "./errors.js";

/** SENDs to one destination that wait for their RECEIPT. */
const WINDOW = 32;
/** What a session is told to repeat; everything else is refused for good. */
const AGAIN = new Set(["unavailable", "rate-limited"]);

/**
 * @typedef {import("./entry.js").Item} Item
 *
 * @typedef {object} Host what a lane needs of its outbox
 * @property {import("./environment.js").Clock} clock
 * @property {import("./link.js").Link | undefined} link to send on now
 * @property {number} window for how long the server recognises a key, in milliseconds
 * @property {(items: Item[]) => Promise<unknown>} save
 * @property {(item: Item, state: import("./entry.js").EntryState) => void} become
 * @property {(item: Item, state: import("./entry.js").EntryState, error?: ParleyError) => void} end
 * @property {(item: Item) => boolean} isLargest of all that is unanswered on its link
 */

/** What goes to one destination, in its order: when each may go, and what its answer means. */
export class Lane {
  /** The oldest first. @type {Item[]} */
  items = [];
  #pumping = false;
  /** Something is to be sent again, once those that are under way are answered. */
  #again = false;
  /** The timer after which all go on. @type {unknown} */
  #pause;
  #wait = 0;
  #window = WINDOW;
  #backoff = new Backoff();

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
  }

  /** @param {Item} item */
  insert(item) {
    this.items.push(item);
    this.items.sort((a, b) => a.order - b.order);
  }

  /** There is a new link: nothing of the old one holds it up. */
  restart() {
    this.stop();
    this.#again = false;
    return this.pump();
  }

  stop() {
    this.host.clock.clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  /** Sends what may go. */
  async pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      let batch;
      while ((batch = this.#batch()).length) await this.#transmit(batch);
    } finally {
      this.#pumping = false;
    }
  }

  /** What may go now, in order: first what was sent on an earlier link. */
  #batch() {
    const { link } = this.host;
    if (!link?.isOpen || this.#pause !== undefined || this.#again) return [];
    this.#giveUpOld();
    const waiting = this.items.filter(isWaiting);
    const room = this.#window - waiting.filter((item) => item.link === link).length;
    return waiting.filter((item) => item.link !== link).slice(0, Math.max(0, room));
  }

  #giveUpOld() {
    for (const item of this.items.filter(isWaiting)) {
      if (item.link === this.host.link || item.sentAt === undefined) continue;
      // A clock that was set back says nothing about the age, so it counts as old too.
      if (Math.abs(this.host.clock.date() - item.sentAt) < this.host.window) continue;
      const error = new ParleyError("unknown", "It may have been logged");
      item.reject?.(error);
      item.error = error;
      this.host.become(item, "unknown");
    }
  }

  /** @param {Item[]} batch */
  async #transmit(batch) {
    const { link, clock, save } = this.host;
    const fresh = batch.filter((item) => item.sentAt === undefined);
    for (const item of fresh) item.sentAt = clock.date();
    // Before it is sent: after a crash nobody else knows that it may be logged already.
    await save(fresh);
    if (!link?.isOpen || link !== this.host.link) {
      for (const item of fresh) item.sentAt = undefined;
      await save(fresh);
      return;
    }
    for (const item of batch) {
      if (this.items.includes(item)) this.#send(item, link); // Or it was dropped meanwhile.
    }
  }

  /** @param {Item} item @param {import("./link.js").Link} link */
  #send(item, link) {
    item.link = link;
    this.host.become(item, "sent");
    const headers = { ...item.headers, "idempotency-key": item.key };
    link.send(item.destination, headers, item.bytes).then(
      ({ "message-id": id }) => this.#logged(item, id),
      (refusal) => this.#refused(item, link, refusal),
    );
  }

  /** @param {Item} item @param {string} id */
  #logged(item, id) {
    this.#backoff.reset();
    if (!this.items.includes(item)) return; // On another link, before.
    item.id = id;
    this.host.end(item, "logged");
    this.#goOn();
  }

  /** @param {Item} item @param {import("./link.js").Link} link @param {ParleyError} refusal */
  #refused(item, link, refusal) {
    // It may have been sent on a newer link, whose answer counts.
    if (item.link !== link || !this.items.includes(item)) return;
    if (!link.isOpen && !this.#isToBlame(item, refusal)) return;
    if (!AGAIN.has(refusal.code)) {
      this.host.end(item, "refused", refusal);
      return this.#goOn();
    }
    // Those behind it wait, so that it keeps its place.
    if (refusal.code === "rate-limited") this.#window = 1;
    item.link = undefined;
    this.#again = true;
    this.#wait = Math.max(this.#wait, refusal.retryAfterMs ?? 0);
    this.#goOn();
  }

  /**
   * Whether this entry is why the service ended the link: then sending it again would end the next
   * link as well. Of a frame that is too large not even the headers are read, so it is the largest.
   *
   * @param {Item} item @param {ParleyError} refusal
   */
  #isToBlame(item, refusal) {
    return refusal.code === "too-large" && this.host.isLargest(item);
  }

  #goOn() {
    if (!this.#again || this.#pause !== undefined) return void this.pump();
    // Those under way are refused too, and then all come again in their order.
    const { link, clock } = this.host;
    if (this.items.some((item) => isWaiting(item) && item.link === link)) return;
    const wait = Math.max(this.#wait, this.#backoff.next());
    this.#again = false;
    this.#wait = 0;
    this.#pause = clock.setTimeout(() => {
      this.#pause = undefined;
      this.pump();
    }, wait);
  }
}
