/** A clock that stands until a test moves it. */
export class ManualClock {
  #timers = new Map();
  #ids = 0;
  #time = 0;
  /** How wrong the machine's own clock is, in milliseconds. */
  wrong = 0;

  now() {
    return this.#time;
  }

  date() {
    return 1_700_000_000_000 + this.#time + this.wrong;
  }

  setTimeout(run, ms) {
    this.#timers.set(++this.#ids, { run, at: this.#time + ms });
    return this.#ids;
  }

  clearTimeout(id) {
    this.#timers.delete(id);
  }

  get pending() {
    return this.#timers.size;
  }

  /** Everything that is due on the way runs, in its order, and what follows from it. */
  async advance(ms) {
    const end = this.#time + ms;
    for (;;) {
      await settled();
      const due = [...this.#timers].filter(([, { at }]) => at <= end);
      if (!due.length) break;
      const [id, { run, at }] = due.reduce((a, b) => (b[1].at < a[1].at ? b : a));
      this.#timers.delete(id);
      this.#time = at;
      run();
    }
    this.#time = end;
    await settled();
  }
}

/** Until all that is ready has run. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
