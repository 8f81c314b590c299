import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStorage } from "../storage.js";
import { settled } from "./kit/clock.js";
import { setUp } from "./kit/hand-link.js";

test("it is stored as sent before it is sent", async () => {
  const storage = new MemoryStorage();
  const { says, link, clock } = setUp({ storage });
  const order = [];
  const put = storage.put.bind(storage);
  storage.put = async (records) => {
    await put(records);
    for (const { key, sentAt } of records) order.push(`stored ${key} ${sentAt !== undefined}`);
  };
  const line = await link();
  line.send = (_, __, bytes) => {
    order.push(`sent ${new TextDecoder().decode(bytes)}`);
    return new Promise(() => {});
  };
  says("one");
  await settled();
  assert.deepEqual(order, ["stored one true", "sent one"]);
  assert.equal(clock.pending, 0);
});

test("what waits behind another is stored, though the link ends before its turn", async () => {
  const { says, link, storage } = setUp();
  const line = await link();
  for (let i = 0; i < 40; i++) says(`${i}`);
  line.lose();
  await settled();
  assert.deepEqual(line.texts, []);
  const stored = await storage.all("ann");
  assert.deepEqual(stored.map(({ key }) => key), Array.from({ length: 40 }, (_, i) => `${i}`));
});

test("what the window has no room for is stored meanwhile", async () => {
  const { says, link, storage } = setUp();
  const line = await link();
  for (let i = 0; i < 40; i++) says(`${i}`);
  await settled();
  assert.equal(line.sent.length, 32);
  assert.equal((await storage.all("ann")).length, 40);
});
