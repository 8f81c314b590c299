import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchToken } from "../token.js";
import { ManualClock } from "./kit/clock.js";

const failsWith = (cause) => (error) => {
  assert.equal(error.code, "token-failed");
  assert.match(String(error.cause), cause);
  return true;
};

test("a token, a function, an async function, none", async () => {
  const clock = new ManualClock();
  assert.equal(await fetchToken("t", clock), "t");
  assert.equal(await fetchToken(() => "t", clock), "t");
  assert.equal(await fetchToken(async () => "t", clock), "t");
  assert.equal(await fetchToken(undefined, clock), undefined);
  assert.equal(clock.pending, 0);
});

test("one that throws, rejects or gives nothing has failed", async () => {
  const clock = new ManualClock();
  const thrown = () => {
    throw new Error("no network");
  };
  await assert.rejects(fetchToken(thrown, clock), failsWith(/no network/));
  await assert.rejects(fetchToken(async () => thrown(), clock), failsWith(/no network/));
  await assert.rejects(fetchToken(() => null, clock), failsWith(/not a string/));
  assert.equal(clock.pending, 0);
});

test("one that hangs has failed after ten seconds, not before", async () => {
  const clock = new ManualClock();
  let failed = false;
  const asked = fetchToken(() => new Promise(() => {}), clock);
  asked.catch(() => (failed = true));
  await clock.advance(9_999);
  assert.equal(failed, false);
  await clock.advance(1);
  await assert.rejects(asked, failsWith(/within 10 s/));
});

test("who stops does not wait for one that hangs", async () => {
  const clock = new ManualClock();
  const stop = new AbortController();
  const asked = fetchToken(() => new Promise(() => {}), clock, stop.signal);
  stop.abort();
  await assert.rejects(asked, failsWith(/within/));
  assert.equal(clock.pending, 0);
});
