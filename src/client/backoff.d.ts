/**
 * How long to wait before the next try: full jitter, which spreads those who were cut off together.
 * The n-th wait is evenly spread over 0 to min(most, first · 2ⁿ) milliseconds.
 */
export class Backoff {
    /** @param {{ first?: number, most?: number, random?: () => number }} [options] */
    constructor({ first, most, random }?: {
        first?: number;
        most?: number;
        random?: () => number;
    });
    first: number;
    most: number;
    random: () => number;
    /** Tries since the last reset. */
    tries: number;
    next(): number;
    /** At once, but not all in the same moment. */
    soon(): number;
    reset(): void;
}
