// The entry for pages that import by URL: everything it needs lies beside it.
// @ts-ignore: the service puts stompjs here.
import { Client } from "./stompjs/index.js";
import { ParleyClient } from "./client.js";

const environment = {
  Client,
  WebSocket: globalThis.WebSocket,
  url: new URL("/ws", import.meta.url).href,
  loadSockJs: async () => {
    // A classic script: it leaves its class in the window.
    await import(new URL("./sockjs/sockjs.min.js", import.meta.url).href);
    return /** @type {any} */ (globalThis).SockJS;
  },
};

/** A connection to Parley; see {@link ParleyClient} for what it does. */
export class Parley extends ParleyClient {
  /** @param {import("./client.js").Options} [options] */
  constructor(options = {}) {
    super(options, environment);
  }
}
export { ParleyError } from "./errors.js";
export { fold, NOBODY } from "./presence.js";
