/**
 * Where a reader stands in a channel, and what the next message means to it. Pure.
 *
 * @typedef {{ duplicate: boolean, gap: boolean, newEpoch: boolean }} Step
 */
/** @param {string} id `{epoch}-{number}` */
export function parseId(id: string): {
    epoch: string;
    number: number;
};
/**
 * @param {string | undefined} last id of the last message that was seen
 * @param {string} id of the message that came
 * @param {boolean} marked whether the server says that some before it are missing
 * @returns {Step}
 */
export function follow(last: string | undefined, id: string, marked: boolean): Step;
/**
 * Where a reader stands in a channel, and what the next message means to it. Pure.
 */
export type Step = {
    duplicate: boolean;
    gap: boolean;
    newEpoch: boolean;
};
