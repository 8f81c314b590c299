/**
 * SEND of content, through the outbox or past it.
 *
 * @param {unknown} content @param {SendOptions} options
 */
export function frameOf(content: unknown, options: SendOptions): {
    bytes: Uint8Array<ArrayBufferLike>;
    headers: {
        "content-type": string;
    };
};
/**
 * @typedef {object} ChannelOptions
 * @property {string} [since] where to begin: a message's id, or `last:n`; otherwise live only
 * @property {boolean} [presence] whether to follow who is here
 * @property {boolean} [persist] whether a reload of the page goes on after the last message it had
 *
 * @typedef {object} SendOptions
 * @property {string} [contentType] otherwise by what is sent
 * @property {Record<string, string>} [headers] own ones, `x-…`
 * @property {string} [key] the idempotency key, by which its states can be told; otherwise made
 * @property {boolean} [volatile] for what is worthless later: sent only if there is a connection,
 *   never again, and nobody learns what became of it
 */
/**
 * A channel as this client reads it: each message once, in order, over all reconnects.
 *
 * Events: `message` ({@link Message}); `presence` ({@link import("./presence.js").Presence});
 * `joined` `{recovered, end}` at each (re)subscription; `gap` when messages are missing that the
 * server no longer has; `epoch` `{from, to}` when the log was, or may have been, lost; `outbox` an
 * entry at each change of its state; `error` a {@link ParleyError}, after which the channel is
 * closed unless the code is `callback`.
 */
export class Channel extends Emitter {
    /**
     * @param {import("./client.js").ParleyClient} client
     * @param {{ name: string, topic: string, history: () => string }} where
     * @param {ChannelOptions} options
     */
    constructor(client: import("./client.js").ParleyClient, where: {
        name: string;
        topic: string;
        history: () => string;
    }, options: ChannelOptions);
    /** Id of the last message that the application was given. @type {string | undefined} */
    lastId: string | undefined;
    /** Who is here, if the option `presence` is set. */
    presence: import("./presence.js").Presence;
    client: import("./client.js").ParleyClient;
    where: {
        name: string;
        topic: string;
        history: () => string;
    };
    options: ChannelOptions;
    get name(): string;
    /**
     * Publishes: text and bytes as they are, anything else as JSON.
     *
     * @param {unknown} content
     * @param {SendOptions} [options]
     * @returns {Promise<{ id: string, key: string } | undefined>} when the server has logged it; fails
     *   with a {@link ParleyError}
     */
    send(content: unknown, options?: SendOptions): Promise<{
        id: string;
        key: string;
    } | undefined>;
    /**
     * Earlier messages, oldest first.
     *
     * @param {{ before?: string, limit?: number }} [page] 1 to 100 messages before an id; otherwise
     *   the last ones
     * @returns {Promise<{ messages: Message[], more: boolean }>}
     */
    history({ before, limit }?: {
        before?: string;
        limit?: number;
    }): Promise<{
        messages: Message[];
        more: boolean;
    }>;
    /** No more messages; presence forgets this page. */
    close(): void;
    /**
     * Goes on here, on another link.
     *
     * @internal
     * @param {import("./link.js").Link} link
     * @returns {Promise<void>} when this link has all to come, or the channel is refused
     */
    attach(link: import("./link.js").Link): Promise<void>;
    /** @internal @param {import("./entry.js").Entry} entry */
    tellEntry(entry: import("./entry.js").Entry): void;
    #private;
}
export type ChannelOptions = {
    /**
     * where to begin: a message's id, or `last:n`; otherwise live only
     */
    since?: string | undefined;
    /**
     * whether to follow who is here
     */
    presence?: boolean | undefined;
    /**
     * whether a reload of the page goes on after the last message it had
     */
    persist?: boolean | undefined;
};
export type SendOptions = {
    /**
     * otherwise by what is sent
     */
    contentType?: string | undefined;
    /**
     * own ones, `x-…`
     */
    headers?: Record<string, string> | undefined;
    /**
     * the idempotency key, by which its states can be told; otherwise made
     */
    key?: string | undefined;
    /**
     * for what is worthless later: sent only if there is a connection,
     * never again, and nobody learns what became of it
     */
    volatile?: boolean | undefined;
};
import { Emitter } from "./emitter.js";
import { Message } from "./message.js";
