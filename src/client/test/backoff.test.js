import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "../backoff.js";

test("the n-th wait is evenly spread from nothing to twice the last bound", () => {
  const rounds = 4000;
  for (const [tries, bound] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
    const backoff = new Backoff();
    const tenths = new Array(10).fill(0);
    for (let i = 0; i < rounds; i++) {
      backoff.tries = tries;
      const wait = backoff.next();
      assert.ok(wait >= 0 && wait < bound, `${wait} of ${bound}`);
      tenths[Math.floor((wait / bound) * 10)]++;
    }
    // 400 expected in each tenth, with a standard deviation of 19: six of them never happen.
    for (const count of tenths) assert.ok(Math.abs(count - rounds / 10) < 115, `${tenths}`);
  }
});

test("it keeps its jitter and its bound after any number of tries", () => {
  const backoff = new Backoff();
  backoff.tries = 100_000;
  const waits = new Set(Array.from({ length: 50 }, () => backoff.next()));
  assert.ok(waits.size > 45);
  assert.ok(Math.max(...waits) <= 30_000);
});

test("a reset begins with the first bound again", () => {
  const backoff = new Backoff({ random: () => 0.999 });
  for (let i = 0; i < 9; i++) backoff.next();
  assert.ok(backoff.next() > 29_000);
  backoff.reset();
  assert.ok(backoff.next() < 1000);
});

test("at once is within a second and counts as no try", () => {
  const backoff = new Backoff({ random: () => 0.999 });
  assert.equal(Math.round(backoff.soon()), 999);
  assert.equal(backoff.tries, 0);
});
