/**
 * What an application may send: bytes and text as they are, anything else as JSON.
 *
 * @param {unknown} content
 * @returns {{ bytes: Uint8Array, contentType: string }}
 */
export function bodyOf(content: unknown): {
    bytes: Uint8Array;
    contentType: string;
};
/** The text of the bytes, or undefined where they are not UTF-8. @param {Uint8Array} bytes */
export function textOf(bytes: Uint8Array): string | undefined;
/** A message as the application gets it. */
export class Message {
    /**
     * @param {{ headers: Record<string, string>, binaryBody: Uint8Array }} frame
     */
    constructor({ headers, binaryBody }: {
        headers: Record<string, string>;
        binaryBody: Uint8Array;
    });
    /** `{epoch}-{number}`. */
    id: string;
    /** The publisher's name; `server` for backends. */
    sender: string;
    /** When it was logged, epoch milliseconds of the server. */
    timestamp: number;
    contentType: string;
    /** Own headers, `x-…`. @type {Record<string, string>} */
    headers: Record<string, string>;
    /** The body as it was sent. */
    bytes: Uint8Array<ArrayBufferLike>;
    text(): string;
    /** @returns {any} */
    json(): any;
}
export function toBase64(bytes: Uint8Array): string;
