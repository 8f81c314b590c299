import { Backoff } from "./backoff.js";
import { Emitter } from "./emitter.js";
import { ParleyError } from "./errors.js";
import { bodyOf, Message } from "./message.js";
import { fold, NOBODY } from "./presence.js";
import { follow, parseId } from "./sequence.js";

/**
 * @typedef {object} ChannelOptions
 * @property {string} [since] where to begin: a message's id, or `last:n`; otherwise live only
 * @property {boolean} [presence] whether to follow who is here
 * @property {boolean} [persist] whether a reload of the page goes on after the last message it had
 *
 * @typedef {object} SendOptions
 * @property {string} [contentType] otherwise by what is sent
 * @property {Record<string, string>} [headers] own ones, `x-…`
 * @property {string} [key] the idempotency key, by which its states can be told; otherwise made
 * @property {boolean} [volatile] for what is worthless later: sent only if there is a connection,
 *   never again, and nobody learns what became of it
 */

/**
 * A channel as this client reads it: each message once, in order, over all reconnects.
 *
 * Events: `message` ({@link Message}); `presence` ({@link import("./presence.js").Presence});
 * `joined` `{recovered, end}` at each (re)subscription; `gap` when messages are missing that the
 * server no longer has; `epoch` `{from, to}` when the log was, or may have been, lost; `outbox` an
 * entry at each change of its state; `error` a {@link ParleyError}, after which the channel is
 * closed unless the code is `callback`.
 */
export class Channel extends Emitter {
  /** Id of the last message that the application was given. @type {string | undefined} */
  lastId;
  /** Who is here, if the option `presence` is set. */
  presence = NOBODY;
  /** @type {import("./link.js").Link | undefined} */
  #link;
  /** @type {{ leave: () => void }[]} */
  #subscriptions = [];
  /** After which place a gap was told: once is enough. @type {string | undefined} */
  #gapAfter;
  #closed = false;
  #retries = new Backoff();

  /**
   * @param {import("./client.js").ParleyClient} client
   * @param {{ name: string, topic: string, history: () => string }} where
   * @param {ChannelOptions} options
   */
  constructor(client, where, options) {
    super();
    this.client = client;
    this.where = where;
    this.options = options;
  }

  get name() {
    return this.where.name;
  }

  /**
   * Publishes: text and bytes as they are, anything else as JSON.
   *
   * @param {unknown} content
   * @param {SendOptions} [options]
   * @returns {Promise<{ id: string, key: string } | undefined>} when the server has logged it; fails
   *   with a {@link ParleyError}
   */
  send(content, options = {}) {
    return this.client.publish(this.where.topic, content, options);
  }

  /**
   * Earlier messages, oldest first.
   *
   * @param {{ before?: string, limit?: number }} [page] 1 to 100 messages before an id; otherwise
   *   the last ones
   * @returns {Promise<{ messages: Message[], more: boolean }>}
   */
  async history({ before, limit = 50 } = {}) {
    /** @type {Record<string, string>} */
    const headers = { limit: String(limit) };
    if (before !== undefined) headers.before = before;
    const link = await this.client.whenOpen();
    const { frames, receipt } = await link.ask(this.where.history(), headers);
    return { messages: frames.map((frame) => new Message(frame)), more: receipt.more === "true" };
  }

  /** No more messages; presence forgets this page. */
  close() {
    this.#closed = true;
    this.client.forget(this);
    this.#leave();
    this.#keepPlace(undefined);
  }

  /**
   * Goes on here, on another link.
   *
   * @internal
   * @param {import("./link.js").Link} link
   * @returns {Promise<void>} when this link has all to come, or the channel is refused
   */
  async attach(link) {
    const since = this.lastId ?? this.#keptPlace() ?? this.options.since;
    const before = this.#subscriptions;
    const subscription = link.subscribe(
      this.where.topic,
      since === undefined ? {} : { since },
      (frame) => this.#hear(frame),
      (refusal) => this.#refused(refusal, link),
    );
    this.#subscriptions = [subscription];
    if (this.options.presence) this.#followPresence(link);
    this.#link = link;
    try {
      this.#joined(await subscription.joined, since);
      // What the former link still says is older than what this one will: it may go unheard.
      before.forEach(({ leave }) => leave());
      this.#retries.reset();
    } catch (refusal) {
      this.#refused(/** @type {ParleyError} */ (refusal), link);
    }
  }

  /** @param {import("./link.js").Link} link */
  #followPresence(link) {
    const { joined, leave } = link.subscribe(`/topic/presence.${this.name}`, {}, ({ body }) => {
      if (link !== this.#link) return;
      this.presence = fold(this.presence, JSON.parse(body));
      this.emit("presence", this.presence);
    });
    this.#subscriptions.push({ leave });
    joined.catch((refusal) => {
      if (refusal.code !== "disconnected" && link.isOpen) this.emit("error", refusal);
    });
  }

  /** @param {import("./link.js").Headers} headers @param {string | undefined} since */
  #joined({ "message-id": end, recovered }, since) {
    if (recovered === "false") this.#tellGap(since ?? "", {});
    // From now on the place is known, even if the link ends before the first message.
    if (this.lastId === undefined && (since === undefined || parseId(end).number === 0)) {
      this.lastId = end;
    } else if (this.lastId && recovered === "false" && parseId(end).number === 0) {
      this.#tellEpoch(end);
      this.lastId = end; // The log was lost and nothing is in the new one.
    }
    this.emit("joined", { recovered: recovered !== "false", end });
  }

  /** @param {import("./link.js").Frame} frame */
  #hear(frame) {
    if (this.#closed) return;
    const message = new Message(frame);
    const step = follow(this.lastId, message.id, frame.headers.gap === "true");
    if (step.duplicate) return;
    if (step.gap) this.#tellGap(this.lastId ?? "", { before: message.id });
    if (step.newEpoch) this.#tellEpoch(message.id);
    this.lastId = message.id;
    this.emit("message", message);
    this.#keepPlace(message.id);
  }

  /** @param {string} after @param {{ before?: string }} where */
  #tellGap(after, where) {
    if (this.#gapAfter === after) return;
    this.#gapAfter = after;
    this.emit("gap", { after, ...where });
  }

  /** @param {string} id */
  #tellEpoch(id) {
    const [from, to] = [parseId(/** @type {string} */ (this.lastId)).epoch, parseId(id).epoch];
    if (from !== to) this.emit("epoch", { from, to });
  }

  /** @param {ParleyError} refusal @param {import("./link.js").Link} link */
  #refused(refusal, link) {
    if (this.#closed || link !== this.#link || !link.isOpen) return; // The next link tries again.
    if (refusal.code === "unavailable" || refusal.code === "rate-limited") {
      const wait = Math.max(refusal.retryAfterMs ?? 0, this.#retries.next());
      this.client.later(wait, () => {
        if (link.isOpen && link === this.#link && !this.#closed) this.attach(link);
      });
      return;
    }
    this.#closed = true;
    this.client.forget(this);
    this.#leave();
    this.emit("error", refusal);
  }

  #leave() {
    this.#subscriptions.forEach(({ leave }) => leave());
    this.#subscriptions = [];
  }

  /** @internal @param {import("./entry.js").Entry} entry */
  tellEntry(entry) {
    if (entry.destination === this.where.topic) this.emit("outbox", entry);
  }

  /** @override @protected @param {unknown} error */
  unheard(error) {
    this.client.tellError(error);
  }

  // Of the tab, not of the browser: each has its own place, and a reload keeps it.

  get #placeKey() {
    return `parley ${this.client.scope} ${this.where.topic}`;
  }

  #keptPlace() {
    try {
      return (this.options.persist && sessionStorage.getItem(this.#placeKey)) || undefined;
    } catch {
      return undefined;
    }
  }

  /** @param {string | undefined} id */
  #keepPlace(id) {
    if (!this.options.persist) return;
    try {
      if (id === undefined) sessionStorage.removeItem(this.#placeKey);
      else sessionStorage.setItem(this.#placeKey, id);
    } catch {
      // Then a reload begins where `since` says.
    }
  }
}

/**
 * SEND of content, through the outbox or past it.
 *
 * @param {unknown} content @param {SendOptions} options
 */
export function frameOf(content, options) {
  const { bytes, contentType } = bodyOf(content);
  const headers = { ...options.headers, "content-type": options.contentType ?? contentType };
  return { bytes, headers };
}
