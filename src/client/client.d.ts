/**
 * @typedef {object} Options
 * @property {string} [url] of the service's `/ws`; otherwise of the host that this module is from
 * @property {string | (() => string | Promise<string>)} [token] the JWT, asked for at each connect
 *   and before it expires; none: a cookie serves
 * @property {number} [maxAttempts] tries in a row that may fail; otherwise it never gives up
 * @property {number} [frameSize] the service's `parley.limits.frame-size`, in bytes
 * @property {number} [outboxEntries] messages that may wait (1000)
 * @property {number} [outboxBytes] their bytes (8 MiB)
 * @property {import("./storage.js").Storage} [storage] where they wait; otherwise IndexedDB, and
 *   memory where there is none or no Web Locks
 */
/**
 * A connection to Parley that stays: it comes back, resumes every channel and sends what waits.
 *
 * Events: `state` ({@link import("./connection.js").State}); `outbox` an entry at each change of its
 * state ({@link import("./entry.js").Entry}); `error` a {@link ParleyError} that stops nothing.
 */
export class ParleyClient extends Emitter {
    /**
     * @param {Options} options
     * @param {import("./environment.js").Environment} environment
     */
    constructor(options: Options, environment: import("./environment.js").Environment);
    /** The user that the service knows this connection as. @type {string | undefined} */
    user: string | undefined;
    clock: import("./environment.js").Clock;
    /** What waits to be logged. */
    outbox: Outbox;
    connection: Connection;
    /** What the connection is doing now. */
    get state(): import("./connection.js").State;
    /** @internal Whose entries and places these are. */
    get scope(): string;
    /**
     * Reads a channel from now on, over all reconnects.
     *
     * @param {string} name `{namespace}.{name}`
     * @param {import("./channel.js").ChannelOptions} [options]
     */
    channel(name: string, options?: import("./channel.js").ChannelOptions): Channel;
    /**
     * Reads the user's own inbox.
     *
     * @param {import("./channel.js").ChannelOptions} [options]
     */
    inbox(options?: import("./channel.js").ChannelOptions): Channel;
    /**
     * Sends to a user's inbox, online or not; as {@link Channel.send}.
     *
     * @param {string} user
     * @param {unknown} content
     * @param {import("./channel.js").SendOptions} [options]
     */
    sendTo(user: string, content: unknown, options?: import("./channel.js").SendOptions): Promise<{
        id: string;
        key: string;
    } | undefined>;
    /**
     * Whether a user is online; needs the right to publish to that user.
     *
     * @param {string} user
     * @returns {Promise<{ user: string, online: boolean, sessions: number }>}
     */
    online(user: string): Promise<{
        user: string;
        online: boolean;
        sessions: number;
    }>;
    /** The next try comes now, if one is waited for. */
    retry(): void;
    /** Breaks the connection without a word, as networks do; it comes back. To try that out. */
    drop(): void;
    /**
     * Ends: what waits is sent if it can be within `drain` milliseconds, then DISCONNECT and its
     * RECEIPT, and no timer runs any more. What is left waits for the next page, if it is kept.
     *
     * @param {{ drain?: number }} [options]
     */
    close({ drain }?: {
        drain?: number;
    }): Promise<void>;
    /**
     * @internal
     * @returns {Promise<import("./link.js").Link>} now, or when there is one
     */
    whenOpen(): Promise<import("./link.js").Link>;
    /**
     * @internal
     * @param {string} destination
     * @param {unknown} content
     * @param {import("./channel.js").SendOptions} options
     * @returns {Promise<{ id: string, key: string } | undefined>}
     */
    publish(destination: string, content: unknown, options: import("./channel.js").SendOptions): Promise<{
        id: string;
        key: string;
    } | undefined>;
    /** @internal @param {number} ms @param {() => void} run */
    later(ms: number, run: () => void): void;
    /** @internal @param {Channel} channel */
    forget(channel: Channel): void;
    /** @internal @param {unknown} error */
    tellError(error: unknown): void;
    #private;
}
export type Options = {
    /**
     * of the service's `/ws`; otherwise of the host that this module is from
     */
    url?: string | undefined;
    /**
     * the JWT, asked for at each connect
     * and before it expires; none: a cookie serves
     */
    token?: string | (() => string | Promise<string>) | undefined;
    /**
     * tries in a row that may fail; otherwise it never gives up
     */
    maxAttempts?: number | undefined;
    /**
     * the service's `parley.limits.frame-size`, in bytes
     */
    frameSize?: number | undefined;
    /**
     * messages that may wait (1000)
     */
    outboxEntries?: number | undefined;
    /**
     * their bytes (8 MiB)
     */
    outboxBytes?: number | undefined;
    /**
     * where they wait; otherwise IndexedDB, and
     * memory where there is none or no Web Locks
     */
    storage?: import("./storage.js").Storage | undefined;
};
import { Emitter } from "./emitter.js";
import { Outbox } from "./outbox.js";
import { Connection } from "./connection.js";
import { Channel } from "./channel.js";
