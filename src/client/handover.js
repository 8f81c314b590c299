import { Backoff } from "./backoff.js";

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
export async function handOver(old, withinMs, { clock, random = Math.random, sleep, open, take }) {
  const deadline = clock.now() + withinMs;
  const tries = new Backoff({ random });
  // Half of the time for spreading those who were all told at once, half for the move itself.
  let wait = random() * (withinMs / 2);
  do {
    await sleep(wait);
    if (!old.isOpen) return;
    try {
      const { link, resumed } = await open();
      take(link);
      await resumed;
      old.close();
      return;
    } catch {
      wait = tries.next();
    }
  } while (clock.now() + wait < deadline);
}
