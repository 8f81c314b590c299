/**
 * @typedef {import("./entry.js").Item} Item
 *
 * @typedef {object} Host what a lane needs of its outbox
 * @property {import("./environment.js").Clock} clock
 * @property {import("./link.js").Link | undefined} link to send on now
 * @property {number} window for how long the server recognises a key, in milliseconds
 * @property {(items: Item[]) => Promise<unknown>} save
 * @property {(item: Item, state: import("./entry.js").EntryState) => void} become
 * @property {(item: Item, state: import("./entry.js").EntryState, error?: ParleyError) => void} end
 * @property {(item: Item) => boolean} isLargest of all that is unanswered on its link
 */
/** What goes to one destination, in its order: when each may go, and what its answer means. */
export class Lane {
    /** @param {Host} host */
    constructor(host: Host);
    /** The oldest first. @type {Item[]} */
    items: Item[];
    host: Host;
    /** @param {Item} item */
    insert(item: Item): void;
    /** There is a new link: nothing of the old one holds it up. */
    restart(): Promise<void>;
    stop(): void;
    /** Sends what may go. */
    pump(): Promise<void>;
    #private;
}
export type Item = import("./entry.js").Item;
/**
 * what a lane needs of its outbox
 */
export type Host = {
    clock: import("./environment.js").Clock;
    /**
     * to send on now
     */
    link: import("./link.js").Link | undefined;
    /**
     * for how long the server recognises a key, in milliseconds
     */
    window: number;
    save: (items: Item[]) => Promise<unknown>;
    become: (item: Item, state: import("./entry.js").EntryState) => void;
    end: (item: Item, state: import("./entry.js").EntryState, error?: ParleyError) => void;
    /**
     * of all that is unanswered on its link
     */
    isLargest: (item: Item) => boolean;
};
import { ParleyError } from "./errors.js";
