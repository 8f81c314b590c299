/**
 * How a link ended: the WebSocket's close code, and the refusal of the ERROR frame if there was one.
 *
 * @typedef {{ code: number, refusal?: ParleyError, neverOpen?: boolean }} End
 * @typedef {Record<string, string>} Headers
 * @typedef {{ headers: Headers, binaryBody: Uint8Array, body: string }} Frame
 */
/** One STOMP session on one socket, from CONNECT to its end. It never comes back: a new one does. */
export class Link {
    /**
     * @param {any} Client of stompjs
     * @param {any} socket that is opening
     * @param {{ token?: string, textOnly?: boolean, onNotice?: (notice: any) => void }} options
     */
    constructor(Client: any, socket: any, { token, textOnly, onNotice }: {
        token?: string;
        textOnly?: boolean;
        onNotice?: (notice: any) => void;
    });
    textOnly: boolean;
    isOpen: boolean;
    onNotice: (notice: any) => void;
    /** The headers of CONNECTED. @type {Promise<Headers>} */
    opened: Promise<Headers>;
    /** @type {Promise<End>} */
    closed: Promise<End>;
    /** @type {any} */
    client: any;
    /**
     * SEND.
     *
     * @param {string} destination
     * @param {Headers} headers
     * @param {Uint8Array} body
     * @returns {Promise<Headers>} of the RECEIPT; fails with the refusal, or with `disconnected`,
     *   after which the outcome is not known
     */
    send(destination: string, headers: Headers, body: Uint8Array): Promise<Headers>;
    /**
     * SEND without a RECEIPT.
     *
     * @param {string} destination @param {Headers} headers @param {Uint8Array} bytes
     */
    sendUnanswered(destination: string, headers: Headers, bytes: Uint8Array): void;
    /**
     * SUBSCRIBE.
     *
     * @param {string} destination
     * @param {Headers} headers
     * @param {(frame: Frame) => void} onMessage
     * @param {(refusal: ParleyError) => void} [onEnd] the server has ended it
     * @returns {{ id: string, joined: Promise<Headers>, leave: () => void }}
     */
    subscribe(destination: string, headers: Headers, onMessage: (frame: Frame) => void, onEnd?: (refusal: ParleyError) => void): {
        id: string;
        joined: Promise<Headers>;
        leave: () => void;
    };
    /**
     * Asks with SUBSCRIBE; resolves with what came until the RECEIPT, or with it.
     *
     * @param {string} destination
     * @param {Headers} [headers]
     * @param {boolean} [single] the one answer comes after the RECEIPT
     * @returns {Promise<{ frames: Frame[], receipt: Headers }>}
     */
    ask(destination: string, headers?: Headers, single?: boolean): Promise<{
        frames: Frame[];
        receipt: Headers;
    }>;
    /** Ends the session with DISCONNECT and waits for its RECEIPT, for a while. */
    close(): Promise<void>;
    #private;
}
/**
 * How a link ended: the WebSocket's close code, and the refusal of the ERROR frame if there was one.
 */
export type End = {
    code: number;
    refusal?: ParleyError;
    neverOpen?: boolean;
};
/**
 * How a link ended: the WebSocket's close code, and the refusal of the ERROR frame if there was one.
 */
export type Headers = Record<string, string>;
/**
 * How a link ended: the WebSocket's close code, and the refusal of the ERROR frame if there was one.
 */
export type Frame = {
    headers: Headers;
    binaryBody: Uint8Array;
    body: string;
};
import { ParleyError } from "./errors.js";
