/**
 * Opens sockets: WebSocket, and SockJS once it is clear that something between here and the service
 * lets HTTP through but no WebSocket. SockJS is not loaded before that.
 */
export class Sockets {
    /**
     * @param {string} url
     * @param {import("./environment.js").Timed} environment
     */
    constructor(url: string, environment: import("./environment.js").Timed);
    environment: import("./environment.js").Timed;
    webSocketUrl: string;
    httpUrl: string;
    /** @returns {Promise<any>} a WebSocket, or what behaves like one */
    open(): Promise<any>;
    /** Whether the socket carries text only. */
    get textOnly(): boolean;
    /** The last socket came to a session. */
    opened(): void;
    /** The last socket came to nothing. True if the other kind is worth a try at once. */
    failed(): Promise<boolean>;
    #private;
}
