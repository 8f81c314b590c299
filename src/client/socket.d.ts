/**
 * Opens sockets: WebSocket, and SockJS once it is clear that something between here and the service
 * lets HTTP through but no WebSocket. SockJS is not loaded before that.
 */
export class Sockets {
    /** @param {string} url @param {import("./environment.js").Environment} environment */
    constructor(url: string, environment: import("./environment.js").Environment);
    environment: import("./environment.js").Environment;
    webSocketUrl: string;
    httpUrl: string;
    /** @returns {Promise<any>} a WebSocket, or what behaves like one */
    open(): Promise<any>;
    /** Whether the socket carries text only. */
    get textOnly(): boolean;
    /** The last socket came to a session. */
    opened(): void;
    /** The last socket came to nothing: decides what the next one is. */
    failed(): Promise<void>;
    #private;
}
