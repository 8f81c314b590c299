/**
 * Why something did not happen. `code` is a code of the server (`forbidden`, `rate-limited`, …) or
 * one of the client's own: `token-failed`, `disconnected`, `closed`, `outbox-full`, `storage`,
 * `callback`, `unknown` (it may or may not be logged), `dropped`, `max-attempts`.
 */
export class ParleyError extends Error {
  /**
   * @param {string} code
   * @param {string} [message]
   * @param {{ retryAfterMs?: number, cause?: unknown }} [more]
   */
  constructor(code, message = code, { retryAfterMs, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ParleyError";
    this.code = code;
    /** How long the server asks to wait, in milliseconds. */
    this.retryAfterMs = retryAfterMs;
  }

  /** @param {Record<string, string>} headers of an ERROR, or of a MESSAGE that tells a refusal */
  static of({ code, message, "retry-after-ms": wait }) {
    return new ParleyError(code ?? "unknown", message, wait ? { retryAfterMs: Number(wait) } : {});
  }
}
