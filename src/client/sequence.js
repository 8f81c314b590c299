/**
 * Where a reader stands in a channel, and what the next message means to it. Pure.
 *
 * @typedef {{ duplicate: boolean, gap: boolean, newEpoch: boolean }} Step
 */

/** @param {string} id `{epoch}-{number}` */
export function parseId(id) {
  const dash = id.lastIndexOf("-");
  return { epoch: id.slice(0, dash), number: Number(id.slice(dash + 1)) };
}

/**
 * @param {string | undefined} last id of the last message that was seen
 * @param {string} id of the message that came
 * @param {boolean} marked whether the server says that some before it are missing
 * @returns {Step}
 */
export function follow(last, id, marked) {
  if (!last) return { duplicate: false, gap: marked, newEpoch: false };
  const [before, now] = [parseId(last), parseId(id)];
  if (before.epoch !== now.epoch) return { duplicate: false, gap: marked, newEpoch: true };
  const duplicate = now.number <= before.number;
  const gap = !duplicate && (marked || now.number > before.number + 1);
  return { duplicate, gap, newEpoch: false };
}
