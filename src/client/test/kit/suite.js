// What holds on every way to the service. Runs in Node and in a page, so it imports nothing of
// either; `stage` is how a test reaches the service, see node.test.js and browser.test.js.
import { CONNECTION } from "./suite-connection.js";
import { REFUSALS } from "./suite-refusals.js";
import { RESUME } from "./suite-resume.js";
import { TALK } from "./suite-talk.js";

export { stageOf } from "./stage.js";

export const SUITE = { ...TALK, ...RESUME, ...REFUSALS, ...CONNECTION };

/** What only pages have: they are looked at, and keep something for their tab. */
export const PAGE_ONLY = new Set([
  "a page that is online or looked at again does not wait",
  "a place that is kept is gone on from",
]);
