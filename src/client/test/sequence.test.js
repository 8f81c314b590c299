import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, parseId } from "../sequence.js";

const step = (last, id, marked = false) => {
  const { duplicate, gap, newEpoch } = follow(last, id, marked);
  return [duplicate && "duplicate", gap && "gap", newEpoch && "epoch"].filter(Boolean).join(" ");
};

test("an id is an epoch and a number", () => {
  assert.deepEqual(parseId("a1-17"), { epoch: "a1", number: 17 });
});

test("the first message may be any", () => {
  assert.equal(step(undefined, "e-7"), "");
  assert.equal(step(undefined, "e-7", true), "gap");
});

test("what follows is next, what was seen is a duplicate", () => {
  assert.equal(step("e-7", "e-8"), "");
  assert.equal(step("e-7", "e-7"), "duplicate");
  assert.equal(step("e-7", "e-3"), "duplicate");
  assert.equal(step("e-9", "e-10"), "");
});

test("a duplicate tells of no gap, even if it was marked for the one who asked first", () => {
  assert.equal(step("e-7", "e-5", true), "duplicate");
});

test("a gap is told, marked or not", () => {
  assert.equal(step("e-7", "e-9", true), "gap");
  assert.equal(step("e-7", "e-9"), "gap");
});

test("a new epoch is never a duplicate, whatever its number", () => {
  assert.equal(step("e-7", "f-1"), "epoch");
  assert.equal(step("e-7", "f-8"), "epoch");
  assert.equal(step("e-7", "f-1", true), "gap epoch");
});
