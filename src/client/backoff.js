/**
 * How long to wait before the next try: full jitter, which spreads those who were cut off together.
 * The n-th wait is evenly spread over 0 to min(most, first · 2ⁿ) milliseconds.
 */
export class Backoff {
  /** @param {{ first?: number, most?: number, random?: () => number }} [options] */
  constructor({ first = 1000, most = 30_000, random = Math.random } = {}) {
    this.first = first;
    this.most = most;
    this.random = random;
    /** Tries since the last reset. */
    this.tries = 0;
  }

  next() {
    // Not 2 ** tries without a bound: after a day offline it would still be right, but for NaN.
    return this.random() * Math.min(this.most, this.first * 2 ** Math.min(this.tries++, 30));
  }

  /** At once, but not all in the same moment. */
  soon() {
    return this.random() * this.first;
  }

  reset() {
    this.tries = 0;
  }
}
