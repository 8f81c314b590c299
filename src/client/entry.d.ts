export function stored({ key, order, destination, headers, bytes, state, sentAt }: Item): {
    key: string;
    order: number;
    destination: string;
    headers: Record<string, string>;
    bytes: Uint8Array<ArrayBufferLike>;
    state: EntryState;
    sentAt: number | undefined;
};
export function view(item: Item): Entry;
export function isWaiting(item: Item): boolean;
/**
 * `queued` not sent yet; `sent` no answer yet; `logged` the server has it, as `id`; `refused` it
 * never will, see `error`; `unknown` sent so long ago that sending it again could double it: the
 * application calls `resend` or `drop`.
 */
export type EntryState = "queued" | "sent" | "logged" | "refused" | "unknown" | "dropped";
/**
 * `queued` not sent yet; `sent` no answer yet; `logged` the server has it, as `id`; `refused` it
 * never will, see `error`; `unknown` sent so long ago that sending it again could double it: the
 * application calls `resend` or `drop`.
 */
export type Entry = {
    key: string;
    destination: string;
    state: EntryState;
    bytes: Uint8Array;
    headers: Record<string, string>;
    order: number;
    sentAt?: number;
    id?: string;
    error?: import("./errors.js").ParleyError;
};
/**
 * the same inside: the link that it was last sent on, and who waits for it
 */
export type Item = Entry & {
    link?: import("./link.js").Link;
    resolve?: Function;
    reject?: Function;
    size: number;
};
