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
export const NOBODY = Object.freeze({ members: [], total: 0, known: true });

/**
 * @param {Presence} before
 * @param {PresenceEvent} event
 * @returns {Presence}
 */
export function fold(before, event) {
  const single = event.type === "join" || event.type === "leave";
  if (single && !before.known) return before; // The next count includes it.
  switch (event.type) {
    case "snapshot": {
      const members = [...(event.members ?? [])];
      const total = event.total ?? members.length;
      return { members, total, known: members.length >= total };
    }
    case "join": {
      const { type, at, ...member } = event;
      return known([...others(before, event), /** @type {Member} */ ({ ...member, since: at })]);
    }
    case "leave":
      return known(others(before, event));
    case "count":
      return { members: [], total: event.total ?? 0, known: false };
    default:
      return before; // A later server may tell more.
  }
}

/** @param {Presence} before @param {PresenceEvent} event */
const others = (before, event) => before.members.filter((member) => member.user !== event.user);

/** @param {Member[]} members */
const known = (members) => ({ members, total: members.length, known: true });
