/**
 * What the end of a connection asks for:
 * `stop` do not come back, `soon` come back at once, `token` the same with a new token, `back-off`.
 *
 * @typedef {"stop" | "soon" | "token" | "back-off"} Verdict
 */

/** @type {Record<string, Verdict>} */
const BY_REFUSAL = {
  "bad-frame": "stop",
  "too-large": "stop",
  "bad-token": "token",
  "token-expired": "token",
  "token-revoked": "token",
  "connect-timeout": "token",
  kicked: "stop",
  idle: "soon",
  "slow-consumer": "soon",
  restarting: "soon",
};

/** @type {Record<number, Verdict>} */
const BY_CLOSE = {
  1012: "soon",
  1013: "soon",
  4400: "stop",
  4401: "token",
  4403: "stop",
  4408: "soon",
};

/**
 * The refusal of the ERROR frame counts before the close code, which proxies lose; whatever is not
 * known here, 1006 and 4429 included, backs off.
 *
 * @param {{ code?: number, refusal?: string }} end
 * @returns {Verdict}
 */
export function verdict({ code = 1006, refusal }) {
  if (refusal) return BY_REFUSAL[refusal] ?? (code === 4400 ? "stop" : "back-off");
  return BY_CLOSE[code] ?? "back-off";
}
