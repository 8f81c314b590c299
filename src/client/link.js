import { ParleyError } from "./errors.js";
import { textOf, toBase64 } from "./message.js";

/** From the first byte to CONNECTED, milliseconds. */
const CONNECT_MS = 10_000;
/** From DISCONNECT to its RECEIPT, milliseconds. */
const GOODBYE = 3000;
const HEART_BEAT = 10_000;

/**
 * How a link ended: the WebSocket's close code, and the refusal of the ERROR frame if there was one.
 *
 * @typedef {{ code: number, refusal?: ParleyError, neverOpen?: boolean }} End
 * @typedef {Record<string, string>} Headers
 * @typedef {{ headers: Headers, binaryBody: Uint8Array, body: string }} Frame
 */

/** One STOMP session on one socket, from CONNECT to its end. It never comes back: a new one does. */
export class Link {
  /** Frames that wait for their RECEIPT. @type {Map<string, { done: Function, failed: Function }>} */
  #waiting = new Map();
  /** What to call when the server ends a subscription. @type {Map<string, Function>} */
  #subscriptions = new Map();
  #count = 0;
  /** @type {ParleyError | undefined} */
  #refusal;

  /**
   * @param {any} Client of stompjs
   * @param {any} socket that is opening
   * @param {{ token?: string, textOnly?: boolean, onNotice?: (notice: any) => void }} options
   */
  constructor(Client, socket, { token, textOnly = false, onNotice = () => {} }) {
    this.textOnly = textOnly;
    this.isOpen = false;
    this.onNotice = onNotice;
    /** The headers of CONNECTED. @type {Promise<Headers>} */
    this.opened = new Promise((resolve, reject) => {
      /** @type {Promise<End>} */
      this.closed = new Promise((end) => {
        /** @type {any} */
        this.client = new Client({
          webSocketFactory: () => socket,
          connectHeaders: token === undefined ? {} : { Authorization: `Bearer ${token}` },
          reconnectDelay: 0,
          connectionTimeout: CONNECT_MS,
          heartbeatIncoming: HEART_BEAT,
          heartbeatOutgoing: HEART_BEAT,
          discardWebsocketOnCommFailure: true,
          onConnect: (/** @type {Frame} */ { headers }) => {
            this.isOpen = true;
            this.#listen();
            resolve(headers);
          },
          onStompError: (/** @type {Frame} */ frame) => this.#refused(frame),
          onWebSocketClose: (/** @type {{ code: number }} */ { code }) => {
            const lost = this.#refusal ?? new ParleyError("disconnected");
            this.#abandon(lost);
            reject(lost);
            end({ code, refusal: this.#refusal });
          },
        });
      });
    });
    this.opened.catch(() => {}); // Who does not wait for it learns it from `closed`.
    this.client.activate();
  }

  /** Refusals and notices come to queues of the session, so these are its first subscriptions. */
  #listen() {
    this.client.subscribe("/user/queue/errors", (/** @type {Frame} */ { headers, body }) => {
      const refusal = ParleyError.of(headers);
      const waiting = this.#waiting.get(headers["receipt-id"]);
      this.#waiting.delete(headers["receipt-id"]);
      if (waiting) return waiting.failed(refusal);
      const { subscription } = JSON.parse(body);
      this.#subscriptions.get(subscription)?.(refusal);
    });
    this.client.subscribe("/user/queue/session", (/** @type {Frame} */ { body }) =>
      this.onNotice(JSON.parse(body)),
    );
  }

  /** @param {Frame} error that ends the link */
  #refused({ headers }) {
    this.#refusal = ParleyError.of(headers);
    const id = headers["receipt-id"];
    this.#waiting.get(id)?.failed(this.#refusal);
    this.#waiting.delete(id);
  }

  /** @param {ParleyError} lost */
  #abandon(lost) {
    this.isOpen = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { failed } of waiting) failed(lost);
  }

  /** @returns {{ receipt: string, answer: Promise<Headers> }} */
  #await() {
    const receipt = `r${++this.#count}`;
    const answer = new Promise((done, failed) => {
      this.#waiting.set(receipt, { done, failed });
    });
    this.client.watchForReceipt(receipt, (/** @type {Frame} */ { headers }) => {
      this.#waiting.get(receipt)?.done(headers);
      this.#waiting.delete(receipt);
    });
    return { receipt, answer };
  }

  #requireOpen() {
    if (!this.isOpen || !this.client.connected) throw new ParleyError("disconnected");
  }

  /**
   * SEND.
   *
   * @param {string} destination
   * @param {Headers} headers
   * @param {Uint8Array} body
   * @returns {Promise<Headers>} of the RECEIPT; fails with the refusal, or with `disconnected`,
   *   after which the outcome is not known
   */
  async send(destination, headers, body) {
    this.#requireOpen();
    const { receipt, answer } = this.#await();
    this.sendUnanswered(destination, { ...headers, receipt }, body);
    return answer;
  }

  /**
   * SEND without a RECEIPT.
   *
   * @param {string} destination @param {Headers} headers @param {Uint8Array} bytes
   */
  sendUnanswered(destination, headers, bytes) {
    this.#requireOpen();
    const text = textOf(bytes);
    /** @type {Record<string, unknown>} */
    const frame = { destination, headers };
    if (text !== undefined) frame.body = text;
    else if (!this.textOnly) frame.binaryBody = bytes;
    else {
      frame.headers = { ...headers, "body-encoding": "base64" };
      frame.body = toBase64(bytes);
    }
    this.client.publish(frame);
  }

  /**
   * SUBSCRIBE.
   *
   * @param {string} destination
   * @param {Headers} headers
   * @param {(frame: Frame) => void} onMessage
   * @param {(refusal: ParleyError) => void} [onEnd] the server has ended it
   * @returns {{ id: string, joined: Promise<Headers>, leave: () => void }}
   */
  subscribe(destination, headers, onMessage, onEnd = () => {}) {
    this.#requireOpen();
    const { receipt, answer } = this.#await();
    const id = `s${this.#count}`;
    this.#subscriptions.set(id, onEnd);
    this.client.subscribe(destination, onMessage, { ...headers, id, receipt });
    const leave = () => {
      if (this.#subscriptions.delete(id) && this.isOpen) this.client.unsubscribe(id);
    };
    return { id, joined: answer, leave };
  }

  /**
   * Asks with SUBSCRIBE; resolves with what came until the RECEIPT, or with it.
   *
   * @param {string} destination
   * @param {Headers} [headers]
   * @param {boolean} [single] the one answer comes after the RECEIPT
   * @returns {Promise<{ frames: Frame[], receipt: Headers }>}
   */
  async ask(destination, headers = {}, single = false) {
    /** @type {Frame[]} */
    const frames = [];
    /** @type {(value?: unknown) => void} */
    let first = () => {};
    const came = new Promise((resolve) => (first = resolve));
    const { joined, leave } = this.subscribe(destination, headers, (frame) => {
      frames.push(frame);
      first();
    });
    try {
      const receipt = await joined;
      if (single) await Promise.race([came, this.closed]);
      return { frames, receipt };
    } finally {
      leave();
    }
  }

  /** Ends the session with DISCONNECT and waits for its RECEIPT, for a while. */
  async close() {
    const rude = setTimeout(() => this.client.deactivate({ force: true }), GOODBYE);
    this.isOpen = false;
    await this.client.deactivate();
    await this.closed;
    clearTimeout(rude);
  }
}
