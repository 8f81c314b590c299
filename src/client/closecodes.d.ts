/**
 * The refusal of the ERROR frame counts before the close code, which proxies lose; whatever is not
 * known here, 1006 and 4429 included, backs off.
 *
 * @param {{ code?: number, refusal?: string }} end
 * @returns {Verdict}
 */
export function verdict({ code, refusal }: {
    code?: number;
    refusal?: string;
}): Verdict;
/**
 * What the end of a connection asks for:
 * `stop` do not come back, `soon` come back at once, `token` the same with a new token, `back-off`.
 */
export type Verdict = "stop" | "soon" | "token" | "back-off";
