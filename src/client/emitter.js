import { ParleyError } from "./errors.js";

/**
 * Events by name. A listener that throws disturbs nobody: what it threw becomes an `error` event
 * with the code `callback`, and without a listener for that, the console's.
 */
export class Emitter {
  /** @type {Map<string, Set<(value: any) => unknown>>} */
  #listeners = new Map();

  /**
   * Calls `listener` at every event from now on.
   *
   * @param {string} name
   * @param {(value: any) => unknown} listener
   * @returns {() => void} stops it
   */
  on(name, listener) {
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all.add(listener));
    return () => void all.delete(listener);
  }

  /** @protected @param {string} name @param {unknown} value */
  emit(name, value) {
    const all = this.#listeners.get(name);
    if (name === "error" && !all?.size) this.unheard(value);
    for (const listener of all ?? []) {
      try {
        const answer = /** @type {any} */ (listener(value));
        // An async listener's promise is nobody's, so its failure is told here too.
        answer?.catch?.((/** @type {unknown} */ cause) => this.#failed(name, cause));
      } catch (cause) {
        this.#failed(name, cause);
      }
    }
  }

  /** @protected @param {unknown} error for which there is no listener */
  unheard(error) {
    console.error(error);
  }

  /** @param {string} name @param {unknown} cause */
  #failed(name, cause) {
    if (name === "error") console.error(cause); // Telling it again would never end.
    else this.emit("error", new ParleyError("callback", `A listener of ${name} failed`, { cause }));
  }
}
