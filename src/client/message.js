const encoder = new TextEncoder();

/** A message as the application gets it. */
export class Message {
  /**
   * @param {{ headers: Record<string, string>, binaryBody: Uint8Array }} frame
   */
  constructor({ headers, binaryBody }) {
    /** `{epoch}-{number}`. */
    this.id = headers["message-id"];
    /** The publisher's name; `server` for backends. */
    this.sender = headers.sender;
    /** When it was logged, epoch milliseconds of the server. */
    this.timestamp = Number(headers.timestamp);
    this.contentType = headers["content-type"];
    /** Own headers, `x-…`. @type {Record<string, string>} */
    this.headers = Object.fromEntries(
      Object.entries(headers).filter(([name]) => name.startsWith("x-")),
    );
    /** The body as it was sent. */
    this.bytes = headers["body-encoding"] === "base64" ? fromBase64(binaryBody) : binaryBody;
  }

  text() {
    return new TextDecoder().decode(this.bytes);
  }

  /** @returns {any} */
  json() {
    return JSON.parse(this.text());
  }
}

/**
 * What an application may send: bytes and text as they are, anything else as JSON.
 *
 * @param {unknown} content
 * @returns {{ bytes: Uint8Array, contentType: string }}
 */
export function bodyOf(content) {
  if (content instanceof ArrayBuffer) content = new Uint8Array(content);
  if (ArrayBuffer.isView(content)) {
    const { buffer, byteOffset, byteLength } = content;
    // A copy, because the caller may go on writing while the message waits.
    const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
    return { bytes, contentType: "application/octet-stream" };
  }
  if (typeof content === "string") {
    return { bytes: encoder.encode(content), contentType: "text/plain;charset=utf-8" };
  }
  const json = JSON.stringify(content);
  if (json === undefined) throw new TypeError("This cannot be sent as JSON");
  return { bytes: encoder.encode(json), contentType: "application/json" };
}

/** The text of the bytes, or undefined where they are not UTF-8. @param {Uint8Array} bytes */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));

/** @param {Uint8Array} text */
function fromBase64(text) {
  return Uint8Array.from(atob(new TextDecoder().decode(text)), (c) => c.charCodeAt(0));
}
