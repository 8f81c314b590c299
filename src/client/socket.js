/** For so long after a WebSocket worked its failure is put down to the service; milliseconds. */
const TRUST = 30_000;

/**
 * Opens sockets: WebSocket, and SockJS once it is clear that something between here and the service
 * lets HTTP through but no WebSocket. SockJS is not loaded before that.
 */
export class Sockets {
  #viaSockJs = false;
  #opened = -Infinity;

  /**
   * @param {string} url
   * @param {import("./environment.js").Timed} environment
   */
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
    // That SockJS works says nothing about WebSocket.
    if (!this.#viaSockJs) this.#opened = this.environment.clock.now();
  }

  /** The last socket came to nothing. True if the other kind is worth a try at once. */
  async failed() {
    if (this.#viaSockJs) {
      this.#viaSockJs = false; // Perhaps the network is another one now.
      return false;
    }
    const { clock, loadSockJs } = this.environment;
    if (!loadSockJs || clock.now() - this.#opened < TRUST) return false;
    // A service that is away or refuses this page answers this no more than it opens a WebSocket.
    const signal = AbortSignal.timeout(5000);
    this.#viaSockJs = await fetch(`${this.httpUrl}/info`, { signal }).then(
      (answer) => answer.ok,
      () => false,
    );
    return this.#viaSockJs;
  }
}
