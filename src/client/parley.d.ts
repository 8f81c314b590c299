/** A connection to Parley; see {@link ParleyClient} for what it does. */
export class Parley extends ParleyClient {
    /** @param {import("./client.js").Options} [options] */
    constructor(options?: import("./client.js").Options);
}
export { ParleyError } from "./errors.js";
import { ParleyClient } from "./client.js";
export { fold, NOBODY } from "./presence.js";
