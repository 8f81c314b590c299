/**
 * Asks the application for a token. Whether it has expired is for the server to say: the clock of
 * this machine may be wrong.
 *
 * @param {string | (() => unknown) | undefined} source
 * @param {import("./environment.js").Clock} clock
 * @param {AbortSignal} [stop]
 * @returns {Promise<string | undefined>} undefined where there is no source: a cookie serves
 */
export function fetchToken(source: string | (() => unknown) | undefined, clock: import("./environment.js").Clock, stop?: AbortSignal): Promise<string | undefined>;
