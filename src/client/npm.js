// The entry for bundlers.
import { Client } from "@stomp/stompjs";
import { ParleyClient } from "./client.js";

const environment = {
  Client,
  WebSocket: globalThis.WebSocket,
  url: new URL("/ws", globalThis.location?.href ?? "http://localhost").href,
  // @ts-ignore: it brings no types.
  loadSockJs: async () => (await import("sockjs-client")).default,
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
