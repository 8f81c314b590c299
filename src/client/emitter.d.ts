/**
 * Events by name. A listener that throws disturbs nobody: what it threw becomes an `error` event
 * with the code `callback`, and without a listener for that, the console's.
 */
export class Emitter {
    /**
     * Calls `listener` at every event from now on.
     *
     * @param {string} name
     * @param {(value: any) => unknown} listener
     * @returns {() => void} stops it
     */
    on(name: string, listener: (value: any) => unknown): () => void;
    /** @protected @param {string} name @param {unknown} value */
    protected emit(name: string, value: unknown): void;
    /** @protected @param {unknown} error for which there is no listener */
    protected unheard(error: unknown): void;
    #private;
}
