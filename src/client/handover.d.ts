/**
 * @typedef {import("./link.js").Link} Link
 *
 * @typedef {object} Doors what moving needs of the connection
 * @property {import("./environment.js").Clock} clock
 * @property {() => number} [random] as Math.random
 * @property {(ms: number) => Promise<unknown>} sleep ends early when everything stops
 * @property {() => Promise<{ link: Link, resumed: Promise<unknown> }>} open
 * @property {(link: Link) => void} take it is the one to use from now on
 */
/**
 * Moves from a link to a new one, because the service asks: the new one is open and has resumed
 * everything before the old one says goodbye. Where none can be had in time the old one stays, and
 * what follows its end is as after any other.
 *
 * @param {Link} old
 * @param {number} withinMs
 * @param {Doors} doors
 */
export function handOver(old: Link, withinMs: number, { clock, random, sleep, open, take }: Doors): Promise<void>;
export type Link = import("./link.js").Link;
/**
 * what moving needs of the connection
 */
export type Doors = {
    clock: import("./environment.js").Clock;
    /**
     * as Math.random
     */
    random?: (() => number) | undefined;
    /**
     * ends early when everything stops
     */
    sleep: (ms: number) => Promise<unknown>;
    open: () => Promise<{
        link: Link;
        resumed: Promise<unknown>;
    }>;
    /**
     * it is the one to use from now on
     */
    take: (link: Link) => void;
};
