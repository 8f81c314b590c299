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
export const realClock = {
  now: () => performance.now(),
  date: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** A name that nobody else makes; also where `crypto.randomUUID` is kept from plain HTTP. */
export function uniqueName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
