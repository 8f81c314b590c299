/** A name that nobody else makes; also where `crypto.randomUUID` is kept from plain HTTP. */
export function uniqueName(): string;
/**
 * What differs between a page, a bundle and Node, and what tests replace.
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds that only grow
 * @property {() => number} date epoch milliseconds, as wrong as this machine's clock
 * @property {(run: () => void, ms: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 *
 * @typedef {object} Environment
 * @property {any} Client of stompjs
 * @property {any} WebSocket
 * @property {() => Promise<any>} [loadSockJs] the class SockJS; called only if WebSocket fails
 * @property {string} url where a relative URL begins, and the service unless the options name it
 * @property {Clock} [clock]
 * @property {() => number} [random] as Math.random
 *
 * @typedef {Environment & { clock: Clock }} Timed
 */
/** @type {Clock} */
export const realClock: Clock;
/**
 * What differs between a page, a bundle and Node, and what tests replace.
 */
export type Clock = {
    /**
     * milliseconds that only grow
     */
    now: () => number;
    /**
     * epoch milliseconds, as wrong as this machine's clock
     */
    date: () => number;
    setTimeout: (run: () => void, ms: number) => unknown;
    clearTimeout: (timer: any) => void;
};
/**
 * What differs between a page, a bundle and Node, and what tests replace.
 */
export type Environment = {
    /**
     * of stompjs
     */
    Client: any;
    WebSocket: any;
    /**
     * the class SockJS; called only if WebSocket fails
     */
    loadSockJs?: (() => Promise<any>) | undefined;
    /**
     * where a relative URL begins, and the service unless the options name it
     */
    url: string;
    clock?: Clock | undefined;
    /**
     * as Math.random
     */
    random?: (() => number) | undefined;
};
/**
 * What differs between a page, a bundle and Node, and what tests replace.
 */
export type Timed = Environment & {
    clock: Clock;
};
