import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, NOBODY } from "../presence.js";

const snapshot = (...users) => ({
  type: "snapshot",
  members: users.map((user) => ({ user, sessions: 1 })),
  total: users.length,
});
const folded = (...events) => events.reduce(fold, NOBODY);
const users = ({ members }) => members.map(({ user }) => user);

test("a snapshot, then joins and leaves", () => {
  const now = folded(
    snapshot("ann", "ben"),
    { type: "join", user: "cid", name: "Cid", at: 5 },
    { type: "leave", user: "ann", at: 6 },
  );
  assert.deepEqual(users(now), ["ben", "cid"]);
  assert.equal(now.total, 2);
  assert.deepEqual(now.members[1], { user: "cid", name: "Cid", since: 5 });
});

test("a snapshot replaces what was known", () => {
  assert.deepEqual(users(folded(snapshot("ann", "ben"), snapshot("cid"))), ["cid"]);
});

test("a join of somebody known, and a leave of somebody unknown, change no number", () => {
  const now = folded(snapshot("ann"), { type: "join", user: "ann" }, { type: "leave", user: "x" });
  assert.deepEqual(users(now), ["ann"]);
  assert.equal(now.total, 1);
});

test("in a large channel only the number is known, until a snapshot comes", () => {
  const large = folded(snapshot("ann"), { type: "count", total: 2000 });
  assert.deepEqual(large, { members: [], total: 2000, known: false });
  assert.equal(fold(large, { type: "leave", user: "ann" }).total, 2000);
  assert.deepEqual(fold(large, snapshot("ann")).total, 1);
});

test("a snapshot of a large channel names nobody", () => {
  const large = folded({ type: "snapshot", members: [], total: 1500 });
  assert.deepEqual(large, { members: [], total: 1500, known: false });
});

test("nothing given is changed, and what is not known is left alone", () => {
  const before = Object.freeze(folded(snapshot("ann")));
  Object.freeze(before.members);
  assert.notEqual(fold(before, { type: "join", user: "ben" }), before);
  assert.equal(fold(before, { type: "wave", user: "ben" }), before);
});
