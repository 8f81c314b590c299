import { uniqueName } from "./environment.js";

/**
 * This page among the others of its origin, by Web Locks: whoever holds the lock of a name is alive,
 * and a browser gives the locks of a page that crashed back. So two pages never send the same entry,
 * and nobody's entries stay behind.
 */
export class Tab {
  name = uniqueName();
  #end = () => {};
  /** Pages whose end is waited for. @type {Set<string>} */
  #watched = new Set();
  #closing = new AbortController();

  /** @param {LockManager} locks */
  constructor(locks) {
    this.locks = locks;
    /** This page's own lock is held. @type {Promise<void>} */
    this.ready = new Promise((held) => {
      const untilEnd = new Promise((resolve) => (this.#end = () => resolve(undefined)));
      locks.request(lockOf(this.name), () => (held(), untilEnd));
    });
  }

  /**
   * Runs `inherit` for each of the owners that has ended: before this resolves if it has already,
   * later if it still lives. Never in two pages for the same owner at once.
   *
   * @param {Iterable<string>} owners
   * @param {(owner: string) => Promise<unknown>} inherit
   */
  async afterTheEndOf(owners, inherit) {
    const { held = [] } = await this.locks.query();
    const alive = new Set(held.map((lock) => lock.name));
    const done = [];
    for (const owner of owners) {
      if (owner === this.name || this.#watched.has(owner)) continue;
      this.#watched.add(owner);
      const turn = this.locks
        .request(lockOf(owner), { signal: this.#closing.signal }, () => inherit(owner))
        .catch(() => {})
        .finally(() => this.#watched.delete(owner));
      if (!alive.has(lockOf(owner))) done.push(turn);
    }
    await Promise.all(done);
  }

  close() {
    this.#closing.abort();
    this.#end();
  }
}

/** @param {string} name */
const lockOf = (name) => `parley-outbox-${name}`;
