import assert from "node:assert/strict";
import { test } from "node:test";
import { verdict } from "../closecodes.js";

const ENDS = [
  ["bad-frame", 4400, "stop"],
  ["too-large", 4400, "stop"],
  ["bad-token", 4401, "token"],
  ["token-expired", 4401, "token"],
  ["token-revoked", 4401, "token"],
  ["connect-timeout", 4401, "token"],
  ["kicked", 4403, "stop"],
  ["idle", 4408, "soon"],
  ["too-many-connections", 4429, "back-off"],
  ["flooding", 4429, "back-off"],
  ["slow-consumer", 1013, "soon"],
  ["restarting", 1012, "soon"],
  ["unavailable", 1013, "back-off"],
  ["rate-limited", 1013, "back-off"],
  ["forbidden", 4400, "stop"],
];

for (const [refusal, code, expected] of ENDS) {
  test(`${refusal} with ${code}: ${expected}`, () => {
    assert.equal(verdict({ code, refusal }), expected);
    // A proxy may lose the close code, and it may come without the frame; never the other way.
    if (code !== 4400) assert.equal(verdict({ code: 1006, refusal }), expected);
    if (code !== 1013) assert.equal(verdict({ code }), expected);
  });
}

for (const code of [1000, 1001, 1002, 1005, 1006, 1007, 1009, 1011, 3000, 4001, 4999, undefined]) {
  test(`${code} alone: back off and resume`, () => assert.equal(verdict({ code }), "back-off"));
}
