/**
 * What the connection is doing: `until` is when the next try comes (epoch ms of this machine),
 * `reason` why no more will come.
 *
 * @typedef {{ name: "connecting" } | { name: "open" } | { name: "closing" }
 *   | { name: "waiting", until: number } | { name: "closed", reason: ParleyError }} State
 * @typedef {{ url: string, token?: string | (() => unknown), maxAttempts?: number }} Settings
 * @typedef {(link: Link, headers: import("./link.js").Headers) => Promise<unknown>} Resume
 */
/**
 * Keeps a link to the service: comes back after each end as its close code asks for, moves to a new
 * link before the old one closes when the service asks, renews the token while it is open.
 * Events: `state`, `error`.
 */
export class Connection extends Emitter {
    /**
     * @param {Settings} settings
     * @param {import("./environment.js").Timed} env
     * @param {Resume} resume what has to happen on a new link before it counts
     */
    constructor(settings: Settings, env: import("./environment.js").Timed, resume: Resume);
    /** @type {State} */
    state: State;
    /** The link to use now. @type {Link | undefined} */
    link: Link | undefined;
    settings: Settings;
    env: import("./environment.js").Timed;
    resume: Resume;
    sockets: Sockets;
    backoff: Backoff;
    /** Runs until the end, which is told as the state `closed`. */
    run(): Promise<void>;
    /** The next try comes now. */
    retry(): void;
    /** What waits is still sent; the state says that no more should be asked for. */
    closing(): void;
    /** No more tries; says goodbye if there is a link. */
    stop(): Promise<void>;
    #private;
}
/**
 * What the connection is doing: `until` is when the next try comes (epoch ms of this machine),
 * `reason` why no more will come.
 */
export type State = {
    name: "connecting";
} | {
    name: "open";
} | {
    name: "closing";
} | {
    name: "waiting";
    until: number;
} | {
    name: "closed";
    reason: ParleyError;
};
/**
 * What the connection is doing: `until` is when the next try comes (epoch ms of this machine),
 * `reason` why no more will come.
 */
export type Settings = {
    url: string;
    token?: string | (() => unknown);
    maxAttempts?: number;
};
/**
 * What the connection is doing: `until` is when the next try comes (epoch ms of this machine),
 * `reason` why no more will come.
 */
export type Resume = (link: Link, headers: import("./link.js").Headers) => Promise<unknown>;
import { Emitter } from "./emitter.js";
import { Link } from "./link.js";
import { Sockets } from "./socket.js";
import { Backoff } from "./backoff.js";
import { ParleyError } from "./errors.js";
