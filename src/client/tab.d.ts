/**
 * This page among the others of its origin, by Web Locks: whoever holds the lock of a name is alive,
 * and a browser gives the locks of a page that crashed back. So two pages never send the same entry,
 * and nobody's entries stay behind.
 */
export class Tab {
    /** @param {LockManager} locks */
    constructor(locks: LockManager);
    name: string;
    locks: LockManager;
    /** This page's own lock is held. @type {Promise<void>} */
    ready: Promise<void>;
    /**
     * Runs `inherit` for each of the owners that has ended: before this resolves if it has already,
     * later if it still lives. Never in two pages for the same owner at once.
     *
     * @param {Iterable<string>} owners
     * @param {(owner: string) => Promise<unknown>} inherit
     */
    afterTheEndOf(owners: Iterable<string>, inherit: (owner: string) => Promise<unknown>): Promise<void>;
    close(): void;
    #private;
}
