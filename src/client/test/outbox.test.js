import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../storage.js";
import { settled } from "./kit/clock.js";
import { setUp, WINDOW } from "./kit/hand-link.js";

test("what was written before there was a link is sent in its order", async () => {
  const { says, link, states } = setUp();
  says("one");
  says("two");
  await settled();
  assert.deepEqual(states, ["one queued", "two queued"]);
  const line = await link();
  assert.deepEqual(line.texts, ["one", "two"]);
  assert.deepEqual(states.slice(2), ["one sent", "two sent"]);
});

test("a message is done when it is logged, with its id", async () => {
  const { says, link, outbox, states, storage } = setUp();
  const line = await link();
  const said = says("one");
  await settled();
  assert.equal((await storage.all("ann")).length, 1);
  line.sent[0].logged("e-1");
  assert.deepEqual(await said, { id: "e-1", key: "one" });
  assert.deepEqual(states, ["one queued", "one sent", "one logged"]);
  assert.deepEqual(outbox.entries, []);
  await settled();
  assert.deepEqual(await storage.all("ann"), []);
});

test("what was not answered is sent again with its key before anything new", async () => {
  const { says, link } = setUp();
  const first = await link();
  const said = [says("one"), says("two"), says("three")];
  await settled();
  first.sent[0].logged("e-1");
  await settled();
  first.lose();
  said.push(says("four"));
  const second = await link();
  assert.deepEqual(second.sent.map(({ key }) => key), ["two", "three", "four"]);
  for (const [i, { logged }] of second.sent.entries()) logged(`e-${i + 2}`);
  assert.deepEqual((await Promise.all(said)).map(({ id }) => id), ["e-1", "e-2", "e-3", "e-4"]);
});

test("what the server may have forgotten is not sent again by itself", async () => {
  const { says, link, clock, states, outbox } = setUp();
  const first = await link();
  const old = says("old");
  await settled();
  first.lose();
  await clock.advance(WINDOW);
  says("new");
  const second = await link();
  assert.deepEqual(second.texts, ["new"]);
  await assert.rejects(old, { code: "unknown" });
  assert.ok(states.includes("old unknown"));

  assert.equal(outbox.resend("old"), true);
  await settled();
  assert.deepEqual(second.texts, ["new", "old"]);
  assert.equal(outbox.resend("old"), false);
});

test("what was never sent is sent, however old", async () => {
  const { says, link, clock } = setUp();
  says("one");
  await clock.advance(10 * WINDOW);
  assert.deepEqual((await link()).texts, ["one"]);
});

for (const wrong of [86_400_000, -86_400_000]) {
  test(`a clock that jumps by ${wrong / 3_600_000} h doubles and loses nothing`, async () => {
    const { says, link, clock, outbox } = setUp();
    const first = await link();
    says("sent").catch(() => {});
    await settled();
    first.lose();
    clock.wrong = wrong;
    says("new");
    const second = await link();
    assert.deepEqual(second.texts, ["new"]);
    assert.deepEqual(outbox.entries.map(({ key, state }) => `${key} ${state}`).sort(), [
      "new sent",
      "sent unknown",
    ]);
  });
}

test("a refused one does not hold up those behind it", async () => {
  const { says, link, states } = setUp();
  const line = await link();
  const [bad, good] = [says("bad"), says("good")];
  await settled();
  line.sent[0].refused("forbidden");
  line.sent[1].logged("e-1");
  await assert.rejects(bad, { code: "forbidden" });
  assert.equal((await good).id, "e-1");
  assert.ok(states.includes("bad refused"));
});

test("while the store is away all keep their places and come again", async () => {
  const { says, link, clock } = setUp();
  const line = await link();
  says("one");
  says("two");
  await settled();
  line.sent[0].refused("unavailable", { retryAfterMs: 500 });
  await settled();
  says("three");
  await settled();
  assert.deepEqual(line.texts, ["one", "two"]);
  line.sent[1].refused("unavailable");
  await clock.advance(400);
  assert.deepEqual(line.texts, ["one", "two"]);
  await clock.advance(30_000);
  assert.deepEqual(line.texts, ["one", "two", "one", "two", "three"]);
});

test("after rate-limited they go one by one, in their order", async () => {
  const { says, link, clock } = setUp();
  const line = await link();
  says("one");
  await settled();
  line.sent[0].refused("rate-limited", { retryAfterMs: 100 });
  await settled();
  says("two");
  await clock.advance(2000);
  assert.deepEqual(line.texts, ["one", "one"]);
  line.sent[1].logged("e-1");
  await settled();
  assert.deepEqual(line.texts, ["one", "one", "two"]);
});

test("one channel does not wait for another", async () => {
  const { says, link } = setUp();
  const line = await link();
  says("one");
  await settled();
  line.sent[0].refused("unavailable", { retryAfterMs: 60_000 });
  says("elsewhere", "k", "/topic/rooms.other");
  await settled();
  assert.deepEqual(line.texts, ["one", "elsewhere"]);
});

test("the one that ended the link for its size is refused, the others come again", async () => {
  const { says, link } = setUp();
  const first = await link();
  says("small");
  const large = says("x".repeat(1000), "large");
  await settled();
  first.isOpen = false;
  for (const { refused } of first.sent) refused("too-large");
  await assert.rejects(large, { code: "too-large" });
  assert.deepEqual((await link()).texts, ["small"]);
});

test("what is larger than a frame may be, or too much, is refused at once", async () => {
  const limits = { outboxEntries: 2, outboxBytes: 3000, frameSize: 2000 };
  const { says, outbox } = setUp({ limits });
  await assert.rejects(says("x".repeat(2000)), { code: "too-large" });
  says("a".repeat(1400), "a");
  says("b".repeat(1400), "b");
  await assert.rejects(says("c".repeat(1400), "c"), { code: "outbox-full" });
  await assert.rejects(says("d"), { code: "outbox-full" });
  assert.equal(outbox.entries.length, 2);
});

test("a dropped one is not sent", async () => {
  const { says, link, outbox } = setUp();
  const said = says("one");
  assert.equal(outbox.drop("one"), true);
  assert.equal(outbox.drop("one"), false);
  await assert.rejects(said, { code: "dropped" });
  assert.deepEqual((await link()).texts, []);
});

test("a storage that fails is told, and messages flow", async () => {
  const storage = new MemoryStorage();
  storage.put = storage.remove = async () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const { says, link, errors } = setUp({ storage });
  const line = await link();
  const said = says("one");
  await settled();
  line.sent[0].logged("e-1");
  assert.equal((await said).id, "e-1");
  assert.ok(errors.length > 0 && errors.every(({ code }) => code === "storage"));
});

test("draining waits until all is answered, and no longer than it is told", async () => {
  const { says, link, outbox, clock } = setUp();
  const line = await link();
  says("one");
  await settled();
  let drained = false;
  const waits = outbox.drained(5000).then(() => (drained = true));
  await clock.advance(1000);
  assert.equal(drained, false);
  line.sent[0].logged("e-1");
  await waits;
  assert.equal(clock.pending, 0);

  says("two").catch(() => {});
  await settled();
  const gaveUp = outbox.drained(5000);
  await clock.advance(5000);
  await gaveUp;
  outbox.close();
  assert.equal(clock.pending, 0);
});

test("after the end nothing is taken, and what is left says so", async () => {
  const { says, outbox } = setUp();
  const said = says("one");
  outbox.close();
  await assert.rejects(said, { code: "closed" });
  await assert.rejects(says("two"), { code: "closed" });
});
