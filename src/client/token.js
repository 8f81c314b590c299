import { ParleyError } from "./errors.js";

/** How long the application may take for a token, in milliseconds. */
const FETCH_MS = 10_000;

/**
 * Asks the application for a token. Whether it has expired is for the server to say: the clock of
 * this machine may be wrong.
 *
 * @param {string | (() => unknown) | undefined} source
 * @param {import("./environment.js").Clock} clock
 * @param {AbortSignal} [stop]
 * @returns {Promise<string | undefined>} undefined where there is no source: a cookie serves
 */
export async function fetchToken(source, clock, stop) {
  if (typeof source !== "function") return source;
  /** @type {unknown} */
  let timer;
  /** @type {() => void} */
  let say = () => {};
  const late = new Promise((_, reject) => {
    say = () => reject(new Error(`No token within ${FETCH_MS / 1000} s`));
    timer = clock.setTimeout(say, FETCH_MS);
    stop?.addEventListener("abort", say);
  });
  try {
    const token = await Promise.race([source(), late]);
    if (typeof token !== "string" || !token) throw new Error("The token is not a string");
    return token;
  } catch (cause) {
    throw new ParleyError("token-failed", "The application gave no token", { cause });
  } finally {
    clock.clearTimeout(timer);
    stop?.removeEventListener("abort", say);
  }
}
