import { Backoff } from "./backoff.js";
import { verdict } from "./closecodes.js";
import { Emitter } from "./emitter.js";
import { ParleyError } from "./errors.js";
import { handOver } from "./handover.js";
import { Link } from "./link.js";
import { Sockets } from "./socket.js";
import { fetchToken } from "./token.js";

/** A connection that held for so long, in milliseconds, starts the backoff anew when it ends. */
const STABLE = 10_000;

/**
 * What the connection is doing: `until` is when the next try comes (epoch ms of this machine),
 * `reason` why no more will come.
 *
 * @typedef {{ name: "connecting" } | { name: "open" } | { name: "closing" }
 *   | { name: "waiting", until: number } | { name: "closed", reason: ParleyError }} State
 * @typedef {{ url: string, token?: string | (() => unknown), maxAttempts?: number }} Settings
 * @typedef {(link: Link, headers: import("./link.js").Headers) => Promise<unknown>} Resume
 */

/**
 * Keeps a link to the service: comes back after each end as its close code asks for, moves to a new
 * link before the old one closes when the service asks, renews the token while it is open.
 * Events: `state`, `error`.
 */
export class Connection extends Emitter {
  /** @type {State} */
  state = { name: "connecting" };
  /** The link to use now. @type {Link | undefined} */
  link;
  #halt = new AbortController();
  /** @type {Promise<void> | undefined} */
  #move;
  #wake = () => {};

  /**
   * @param {Settings} settings
   * @param {import("./environment.js").Timed} env
   * @param {Resume} resume what has to happen on a new link before it counts
   */
  constructor(settings, env, resume) {
    super();
    this.settings = settings;
    this.env = env;
    this.resume = resume;
    this.sockets = new Sockets(settings.url, env);
    this.backoff = new Backoff({ random: env.random });
  }

  /** Runs until the end, which is told as the state `closed`. */
  async run() {
    const stopListening = whenReachable(() => this.retry());
    let reason = new ParleyError("closed");
    while (!this.#stopping) {
      const end = await this.#visit();
      if (this.#stopping) break;
      const wait = this.#after(end);
      if (wait === undefined) {
        reason = end.refusal ?? new ParleyError("closed", `Closed with ${end.code}`);
        break;
      }
      if (this.backoff.tries >= (this.settings.maxAttempts ?? Infinity)) {
        reason = new ParleyError("max-attempts", undefined, { cause: end.refusal });
        break;
      }
      await this.#pause(wait);
    }
    stopListening();
    this.#enter({ name: "closed", reason });
  }

  get #stopping() {
    return this.#halt.signal.aborted;
  }

  /** The next try comes now. */
  retry() {
    this.#wake();
  }

  /** What waits is still sent; the state says that no more should be asked for. */
  closing() {
    this.#enter({ name: "closing" });
  }

  /** No more tries; says goodbye if there is a link. */
  async stop() {
    this.#halt.abort();
    await this.#move;
    await this.link?.close();
  }

  /** From the token to the end of the link, and of those it moved to. */
  async #visit() {
    this.#enter({ name: "connecting" });
    const began = this.env.clock.now();
    try {
      this.link = (await this.#open()).link;
    } catch (end) {
      return /** @type {import("./link.js").End} */ (end);
    }
    if (this.#stopping) await this.link.close();
    else this.#enter({ name: "open" });
    let link, end;
    do {
      link = this.link;
      end = await link.closed;
      await this.#move; // Perhaps another link takes its place.
    } while (this.link !== link);
    this.link = undefined;
    if (this.env.clock.now() - began >= STABLE) this.backoff.reset();
    return /** @type {import("./link.js").End} */ (end);
  }

  /**
   * A link, and when everything is resumed on it.
   *
   * @returns {Promise<{ link: Link, resumed: Promise<unknown> }>}
   * @throws {import("./link.js").End}
   */
  async #open() {
    const token = await fetchToken(this.settings.token, this.env.clock, this.#halt.signal).catch(
      (error) => {
        this.emit("error", error);
        throw { code: 1006 };
      },
    );
    for (;;) {
      const link = await this.#dial(token);
      const headers = await link.opened.catch(() => undefined);
      if (headers) {
        this.sockets.opened();
        const resumed = this.resume(link, headers);
        resumed.catch(() => {}); // The link has ended, and the next one resumes everything.
        return { link, resumed };
      }
      const end = /** @type {import("./link.js").End} */ (await link.closed);
      if (!end.refusal && !this.#stopping && (await this.sockets.failed())) continue;
      // The application has just given this token, so another one at once will be no better.
      const code = end.refusal?.code;
      if (code && verdict({ refusal: code }) === "token") this.emit("error", end.refusal);
      throw { ...end, neverOpen: true };
    }
  }

  /** @param {string | undefined} token */
  async #dial(token) {
    const { textOnly } = this.sockets;
    const socket = await this.sockets.open().catch((cause) => {
      this.emit("error", new ParleyError("disconnected", "No socket can be opened", { cause }));
      throw { code: 1006 };
    });
    const link = new Link(this.env.Client, socket, { token, textOnly });
    link.onNotice = (notice) => this.#heed(link, notice);
    // Not before stompjs has taken the socket, which is a moment later.
    const drop = () => setTimeout(() => link.client.deactivate({ force: true }));
    const { signal } = this.#halt;
    signal.addEventListener("abort", drop);
    const keep = () => signal.removeEventListener("abort", drop);
    link.opened.then(keep, keep);
    if (signal.aborted) drop();
    return link;
  }

  /** How long to wait after an end; undefined: for ever. @param {import("./link.js").End} end */
  #after({ code, refusal, neverOpen }) {
    const next = verdict({ code, refusal: refusal?.code });
    if (next === "stop") return undefined;
    const soon = next === "soon" || (next === "token" && !neverOpen);
    return (refusal?.retryAfterMs ?? 0) + (soon ? this.backoff.soon() : this.backoff.next());
  }

  /** @param {number} ms */
  async #pause(ms) {
    this.#enter({ name: "waiting", until: this.env.clock.date() + ms });
    await this.#sleep(ms, (wake) => (this.#wake = wake));
    this.#wake = () => {};
  }

  /**
   * Until the time is over, somebody wakes it or everything stops.
   *
   * @param {number} ms
   * @param {(wake: () => void) => void} [wakes]
   */
  #sleep(ms, wakes = () => {}) {
    const { clock } = this.env;
    const { signal } = this.#halt;
    return new Promise((resolve) => {
      const wake = () => {
        clock.clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve(undefined);
      };
      const timer = clock.setTimeout(wake, ms);
      signal.addEventListener("abort", wake);
      wakes(wake);
      if (signal.aborted) wake();
    });
  }

  /** @param {Link} link @param {{ type: string, withinMs?: number }} notice */
  #heed(link, notice) {
    if (link !== this.link || this.#stopping) return;
    if (notice.type === "move" && !this.#move) {
      this.#move = handOver(link, notice.withinMs ?? 0, {
        ...this.env,
        sleep: (ms) => this.#sleep(ms),
        open: () => this.#open(),
        take: (next) => void (this.link = next),
      }).finally(() => (this.#move = undefined));
    }
    if (notice.type === "token-expiring") this.#renew(link);
  }

  /** @param {Link} link */
  async #renew(link) {
    const tries = new Backoff({ random: this.env.random });
    while (link.isOpen && link === this.link) {
      try {
        const token = await fetchToken(this.settings.token, this.env.clock);
        await link.send("/app/token", { Authorization: `Bearer ${token}` }, new Uint8Array());
        return;
      } catch (error) {
        if (!link.isOpen) return;
        this.emit("error", error);
        await this.#sleep(tries.next());
      }
    }
  }

  /** @param {State} state */
  #enter(state) {
    this.state = state;
    this.emit("state", state);
  }
}

/** @param {() => void} run when the page is online again, or looked at again */
function whenReachable(run) {
  const { document } = globalThis;
  const seen = () => document.visibilityState === "visible" && run();
  globalThis.addEventListener?.("online", run);
  document?.addEventListener("visibilitychange", seen);
  return () => {
    globalThis.removeEventListener?.("online", run);
    document?.removeEventListener("visibilitychange", seen);
  };
}
