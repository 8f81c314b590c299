/**
 * @param {Presence} before
 * @param {PresenceEvent} event
 * @returns {Presence}
 */
export function fold(before: Presence, event: PresenceEvent): Presence;
/**
 * Who is in a channel, folded from what the server tells. Pure: nothing given is changed.
 *
 * @typedef {{ user: string, name?: string, info?: any, sessions?: number, since?: number }} Member
 * @typedef {{ members: Member[], total: number, known: boolean }} Presence `known` is false where
 *   the channel is so large that only the number of members is told
 * @typedef {{ type: string, members?: Member[], total?: number, user?: string, name?: string,
 *   info?: any, at?: number }} PresenceEvent
 */
/** @type {Presence} */
export const NOBODY: Presence;
/**
 * Who is in a channel, folded from what the server tells. Pure: nothing given is changed.
 */
export type Member = {
    user: string;
    name?: string;
    info?: any;
    sessions?: number;
    since?: number;
};
/**
 * `known` is false where
 *  the channel is so large that only the number of members is told
 */
export type Presence = {
    members: Member[];
    total: number;
    known: boolean;
};
/**
 * Who is in a channel, folded from what the server tells. Pure: nothing given is changed.
 */
export type PresenceEvent = {
    type: string;
    members?: Member[];
    total?: number;
    user?: string;
    name?: string;
    info?: any;
    at?: number;
};
