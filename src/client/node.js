// The entry for Node 20 and newer.
import { Client } from "@stomp/stompjs";
// @ts-ignore: its types are a package of their own.
import WebSocket from "ws";
import { ParleyClient } from "./client.js";

const environment = { Client, WebSocket, url: "ws://localhost:8080/ws" };

/** A connection to Parley; see {@link ParleyClient} for what it does. */
export class Parley extends ParleyClient {
  /** @param {import("./client.js").Options} [options] */
  constructor(options = {}) {
    super(options, environment);
  }
}
export { ParleyError } from "./errors.js";
export { fold, NOBODY } from "./presence.js";
