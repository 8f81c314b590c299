/** @typedef {import("./entry.js").EntryState} EntryState */
/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").Item} Item */
/** @typedef {{ frameSize?: number, outboxEntries?: number, outboxBytes?: number }} Limits */
/**
 * What the user wrote and the server has not logged yet, in order for each destination. An entry is
 * stored before it is sent, keeps its idempotency key however often it is sent, and is sent again
 * only while the server still recognises that key. Events: `entry` at each change of state, `error`.
 */
export class Outbox extends Emitter {
    /**
     * @param {import("./storage.js").Storage} storage
     * @param {import("./tab.js").Tab | undefined} tab
     * @param {import("./environment.js").Clock} clock
     * @param {Limits} limits
     */
    constructor(storage: import("./storage.js").Storage, tab: import("./tab.js").Tab | undefined, clock: import("./environment.js").Clock, limits: Limits);
    /** To send on now. @type {import("./link.js").Link | undefined} */
    link: import("./link.js").Link | undefined;
    /** For how long the server recognises a key, in milliseconds, with something to spare. */
    window: number;
    storage: import("./storage.js").Storage;
    tab: import("./tab.js").Tab | undefined;
    clock: import("./environment.js").Clock;
    frameSize: number;
    mostEntries: number;
    mostBytes: number;
    /** Everything that is not logged, refused or dropped, the oldest first. @returns {Entry[]} */
    get entries(): Entry[];
    get isEmpty(): boolean;
    /**
     * @param {string} destination
     * @param {Uint8Array} bytes
     * @param {Record<string, string>} headers
     * @param {string} [key]
     * @returns {Promise<{ id: string, key: string }>} once it is logged
     */
    add(destination: string, bytes: Uint8Array, headers: Record<string, string>, key?: string): Promise<{
        id: string;
        key: string;
    }>;
    /** Sends what is `unknown` once more, though that may double it. @param {string} key */
    resend(key: string): boolean;
    /** Forgets an entry that waits; what was sent may still be logged. @param {string} key */
    drop(key: string): boolean;
    /**
     * A new link: what was sent and not answered is sent again on it, then what is new.
     *
     * @param {import("./link.js").Link} link
     * @param {number} window how long the server recognises a key, in milliseconds
     * @param {string} scope the user at the service
     */
    attach(link: import("./link.js").Link, window: number, scope: string): Promise<void>;
    /** Resolves when nothing waits any more, or after the time. @param {number} ms */
    drained(ms: number): Promise<void>;
    close(): void;
    /** @internal @param {Item} item @param {EntryState} state */
    become(item: Item, state: EntryState): void;
    /** @internal @param {Item} item @param {EntryState} state @param {ParleyError} [error] */
    end(item: Item, state: EntryState, error?: ParleyError): void;
    /** @internal @param {Item} item */
    isLargest(item: Item): boolean;
    /**
     * Nobody's entries are not stored: another user must not send them.
     *
     * @internal
     * @type {(items: Item[]) => Promise<void>}
     */
    save: (items: Item[]) => Promise<void>;
    #private;
}
export type EntryState = import("./entry.js").EntryState;
export type Entry = import("./entry.js").Entry;
export type Item = import("./entry.js").Item;
export type Limits = {
    frameSize?: number;
    outboxEntries?: number;
    outboxBytes?: number;
};
import { Emitter } from "./emitter.js";
import { ParleyError } from "./errors.js";
