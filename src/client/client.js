import { Channel, frameOf } from "./channel.js";
import { Connection } from "./connection.js";
import { Emitter } from "./emitter.js";
import { realClock } from "./environment.js";
import { ParleyError } from "./errors.js";
import { Outbox } from "./outbox.js";
import { IndexedDbStorage, MemoryStorage } from "./storage.js";
import { Tab } from "./tab.js";

/**
 * @typedef {object} Options
 * @property {string} [url] of the service's `/ws`; otherwise of the host that this module is from
 * @property {string | (() => string | Promise<string>)} [token] the JWT, asked for at each connect
 *   and before it expires; none: a cookie serves
 * @property {number} [maxAttempts] tries in a row that may fail; otherwise it never gives up
 * @property {number} [frameSize] the service's `parley.limits.frame-size`, in bytes
 * @property {number} [outboxEntries] messages that may wait (1000)
 * @property {number} [outboxBytes] their bytes (8 MiB)
 * @property {import("./storage.js").Storage} [storage] where they wait; otherwise IndexedDB, and
 *   memory where there is none or no Web Locks
 */

/**
 * A connection to Parley that stays: it comes back, resumes every channel and sends what waits.
 *
 * Events: `state` ({@link import("./connection.js").State}); `outbox` an entry at each change of its
 * state ({@link import("./entry.js").Entry}); `error` a {@link ParleyError} that stops nothing.
 */
export class ParleyClient extends Emitter {
  /** The user that the service knows this connection as. @type {string | undefined} */
  user;
  /** @type {Set<Channel>} */
  #channels = new Set();
  #timers = new Set();
  /** @type {Promise<void>} */
  #running;

  /**
   * @param {Options} options
   * @param {import("./environment.js").Environment} environment
   */
  constructor(options, environment) {
    super();
    const clock = (this.clock = environment.clock ?? realClock);
    const { locks } = globalThis.navigator ?? {};
    const lasting = !options.storage && globalThis.indexedDB && locks;
    const storage = lasting ? new IndexedDbStorage(indexedDB) : new MemoryStorage();
    const tab = lasting ? new Tab(locks) : undefined;
    /** What waits to be logged. */
    this.outbox = new Outbox(options.storage ?? storage, tab, clock, options);
    this.outbox.on("entry", (entry) => {
      this.emit("outbox", entry);
      this.#channels.forEach((channel) => channel.tellEntry(entry));
    });
    this.outbox.on("error", (error) => this.tellError(error));
    const settings = { ...options, url: options.url ?? environment.url };
    this.connection = new Connection(settings, { ...environment, clock }, (link, headers) =>
      this.#resume(link, headers),
    );
    this.connection.on("state", (state) => this.emit("state", state));
    this.connection.on("error", (error) => this.tellError(error));
    // Not at once, so that who made this can listen first.
    this.#running = Promise.resolve().then(() => this.connection.run());
  }

  /** What the connection is doing now. */
  get state() {
    return this.connection.state;
  }

  /** @internal Whose entries and places these are. */
  get scope() {
    return `${this.connection.sockets.httpUrl} ${this.user}`;
  }

  /**
   * Reads a channel from now on, over all reconnects.
   *
   * @param {string} name `{namespace}.{name}`
   * @param {import("./channel.js").ChannelOptions} [options]
   */
  channel(name, options = {}) {
    const where = { name, topic: `/topic/${name}`, history: () => `/app/history.${name}` };
    return this.#open(new Channel(this, where, options));
  }

  /**
   * Reads the user's own inbox.
   *
   * @param {import("./channel.js").ChannelOptions} [options]
   */
  inbox(options = {}) {
    const history = () => `/app/history.inbox.${encodeUser(this.user ?? "")}`;
    const where = { name: "inbox", topic: "/user/queue/inbox", history };
    return this.#open(new Channel(this, where, { ...options, presence: false }));
  }

  /**
   * Sends to a user's inbox, online or not; as {@link Channel.send}.
   *
   * @param {string} user
   * @param {unknown} content
   * @param {import("./channel.js").SendOptions} [options]
   */
  sendTo(user, content, options = {}) {
    return this.publish(`/user/${user.replaceAll("/", "%2F")}/queue/inbox`, content, options);
  }

  /**
   * Whether a user is online; needs the right to publish to that user.
   *
   * @param {string} user
   * @returns {Promise<{ user: string, online: boolean, sessions: number }>}
   */
  async online(user) {
    const link = await this.whenOpen();
    const { frames } = await link.ask(`/app/online.${user.replaceAll("/", "%2F")}`, {}, true);
    if (!frames.length) throw new ParleyError("disconnected");
    return JSON.parse(frames[0].body);
  }

  /** The next try comes now, if one is waited for. */
  retry() {
    this.connection.retry();
  }

  /** Breaks the connection without a word, as networks do; it comes back. To try that out. */
  drop() {
    this.connection.link?.client.forceDisconnect();
  }

  /**
   * Ends: what waits is sent if it can be within `drain` milliseconds, then DISCONNECT and its
   * RECEIPT, and no timer runs any more. What is left waits for the next page, if it is kept.
   *
   * @param {{ drain?: number }} [options]
   */
  async close({ drain = 0 } = {}) {
    const { state } = this;
    if (state.name === "closed" || state.name === "closing") return this.#running;
    this.connection.closing();
    if (drain > 0) await this.outbox.drained(drain);
    this.outbox.close();
    await this.connection.stop();
    this.#timers.forEach((timer) => this.clock.clearTimeout(timer));
    await this.#running;
  }

  /**
   * @internal
   * @returns {Promise<import("./link.js").Link>} now, or when there is one
   */
  async whenOpen() {
    const { link, state } = this.connection;
    if (link?.isOpen) return link;
    if (state.name === "closed") throw state.reason;
    await new Promise((changed) => {
      const stop = this.connection.on("state", () => (stop(), changed(undefined)));
    });
    return this.whenOpen();
  }

  /**
   * @internal
   * @param {string} destination
   * @param {unknown} content
   * @param {import("./channel.js").SendOptions} options
   * @returns {Promise<{ id: string, key: string } | undefined>}
   */
  publish(destination, content, options) {
    const { bytes, headers } = frameOf(content, options);
    if (!options.volatile) return this.outbox.add(destination, bytes, headers, options.key);
    const { link } = this.connection;
    if (link?.isOpen) link.sendUnanswered(destination, headers, bytes);
    return Promise.resolve(undefined);
  }

  /** @internal @param {number} ms @param {() => void} run */
  later(ms, run) {
    const timer = this.clock.setTimeout(() => (this.#timers.delete(timer), run()), ms);
    this.#timers.add(timer);
  }

  /** @internal @param {Channel} channel */
  forget(channel) {
    this.#channels.delete(channel);
  }

  /** @internal @param {unknown} error */
  tellError(error) {
    this.emit("error", error);
  }

  /** @param {Channel} channel */
  #open(channel) {
    this.#channels.add(channel);
    const { link } = this.connection;
    if (link?.isOpen) channel.attach(link);
    return channel;
  }

  /** @param {import("./link.js").Link} link @param {import("./link.js").Headers} connected */
  async #resume(link, connected) {
    this.user = connected["user-name"];
    // Every SUBSCRIBE is on its way before the first SEND, so each sees its own messages.
    const joined = [...this.#channels].map((channel) => channel.attach(link));
    const sending = this.outbox.attach(link, Number(connected["idempotency-window"]), this.scope);
    await Promise.all([...joined, sending]);
  }
}

/** A user's name in a channel's name: each other byte as `~hh`. @param {string} name */
const encodeUser = (name) =>
  Array.from(new TextEncoder().encode(name), (byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9_-]/.test(char) ? char : `~${byte.toString(16).padStart(2, "0")}`;
  }).join("");
