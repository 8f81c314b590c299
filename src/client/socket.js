/**
 * Opens sockets: WebSocket, and SockJS once it is clear that something between here and the service
 * lets HTTP through but no WebSocket. SockJS is not loaded before that.
 */
export class Sockets {
  #viaSockJs = false;
  #everOpened = false;
  #failures = 0;

  /** @param {string} url @param {import("./environment.js").Environment} environment */
  constructor(url, environment) {
    this.environment = environment;
    const absolute = new URL(url, environment.url);
    absolute.protocol = absolute.protocol.replace(/^http/, "ws");
    this.webSocketUrl = absolute.href;
    absolute.protocol = absolute.protocol.replace(/^ws/, "http");
    this.httpUrl = absolute.href;
  }

  /** @returns {Promise<any>} a WebSocket, or what behaves like one */
  async open() {
    if (this.#viaSockJs) {
      const SockJS = await /** @type {any} */ (this.environment.loadSockJs)();
      return new SockJS(this.httpUrl, null, {
        transports: ["xhr-streaming", "xhr-polling"],
      });
    }
    return new this.environment.WebSocket(this.webSocketUrl, [
      "v12.stomp",
      "v11.stomp",
      "v10.stomp",
    ]);
  }

  /** Whether the socket carries text only. */
  get textOnly() {
    return this.#viaSockJs;
  }

  /** The last socket came to a session. */
  opened() {
    this.#everOpened = true;
    this.#failures = 0;
  }

  /** The last socket came to nothing: decides what the next one is. */
  async failed() {
    if (this.#viaSockJs) {
      this.#viaSockJs = false; // Perhaps the network is another one now.
      return;
    }
    const patience = this.#everOpened ? 3 : 1;
    if (++this.#failures < patience || !this.environment.loadSockJs) return;
    // A service that is away or refuses this page answers this no more than it opens a WebSocket.
    this.#viaSockJs = await fetch(`${this.httpUrl}/info`, { signal: AbortSignal.timeout(5000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}
