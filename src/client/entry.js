/**
 * `queued` not sent yet; `sent` no answer yet; `logged` the server has it, as `id`; `refused` it
 * never will, see `error`; `unknown` sent so long ago that sending it again could double it: the
 * application calls `resend` or `drop`.
 *
 * @typedef {"queued" | "sent" | "logged" | "refused" | "unknown" | "dropped"} EntryState
 * @typedef {{ key: string, destination: string, state: EntryState, bytes: Uint8Array,
 *   headers: Record<string, string>, order: number, sentAt?: number, id?: string,
 *   error?: import("./errors.js").ParleyError }} Entry
 * @typedef {Entry & { link?: import("./link.js").Link, resolve?: Function, reject?: Function,
 *   size: number }} Item the same inside: the link that it was last sent on, and who waits for it
 */

/** @param {Item} item */
export const stored = ({ key, order, destination, headers, bytes, state, sentAt }) => ({
  key, order, destination, headers, bytes, state, sentAt,
});

/** @param {Item} item @returns {Entry} */
export const view = (item) => Object.freeze({ ...stored(item), id: item.id, error: item.error });

/** @param {Item} item */
export const isWaiting = (item) => item.state === "queued" || item.state === "sent";
