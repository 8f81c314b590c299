/**
 * Where an outbox keeps what is not yet logged. Records are of a scope (one user at one service)
 * and have an owner: the page that sends them.
 *
 * @typedef {{ key: string, scope: string, owner: string, order: number, destination: string,
 *   headers: Record<string, string>, bytes: Uint8Array, state: string, sentAt?: number }} Stored
 *
 * @typedef {object} Storage every method fails rather than hangs, and does all or nothing
 * @property {(records: Stored[]) => Promise<unknown>} put adds, or replaces those of the same key
 * @property {(keys: string[]) => Promise<unknown>} remove of a key that is not there: nothing
 * @property {(scope: string) => Promise<Stored[]>} all in their order; what is damaged is removed
 * @property {() => void} close
 */
/** For Node, and where a browser keeps nothing: ends with the page. @implements {Storage} */
export class MemoryStorage implements Storage {
    /** @param {Stored[]} records */
    put(records: Stored[]): Promise<void>;
    /** @param {string[]} keys */
    remove(keys: string[]): Promise<void>;
    /** @param {string} scope */
    all(scope: string): Promise<Stored[]>;
    close(): void;
    #private;
}
/** Survives the page and the browser. @implements {Storage} */
export class IndexedDbStorage implements Storage {
    /** @param {IDBFactory} factory @param {string} [name] @param {number} [patience] milliseconds */
    constructor(factory: IDBFactory, name?: string, patience?: number);
    patience: number;
    /** @param {Stored[]} records */
    put(records: Stored[]): Promise<any>;
    /** @param {string[]} keys */
    remove(keys: string[]): Promise<any>;
    /** @param {string} scope */
    all(scope: string): Promise<Stored[]>;
    close(): void;
    #private;
}
/**
 * Where an outbox keeps what is not yet logged. Records are of a scope (one user at one service)
 * and have an owner: the page that sends them.
 */
export type Stored = {
    key: string;
    scope: string;
    owner: string;
    order: number;
    destination: string;
    headers: Record<string, string>;
    bytes: Uint8Array;
    state: string;
    sentAt?: number;
};
/**
 * every method fails rather than hangs, and does all or nothing
 */
export type Storage = {
    /**
     * adds, or replaces those of the same key
     */
    put: (records: Stored[]) => Promise<unknown>;
    /**
     * of a key that is not there: nothing
     */
    remove: (keys: string[]) => Promise<unknown>;
    /**
     * in their order; what is damaged is removed
     */
    all: (scope: string) => Promise<Stored[]>;
    close: () => void;
};
