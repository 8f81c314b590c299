import assert from "node:assert/strict";
import { test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { IndexedDbStorage, MemoryStorage } from "../storage.js";

const record = (key, order, more = {}) => ({
  key,
  scope: "ann",
  owner: "page-1",
  order,
  destination: "/topic/rooms.lobby",
  headers: { "content-type": "text/plain" },
  bytes: Uint8Array.from([1, 2, 255]),
  state: "queued",
  ...more,
});
const keys = (records) => records.map(({ key }) => key);

// What holds for both, so that memory can stand in for a browser that keeps nothing.
for (const [name, open] of [
  ["memory", () => new MemoryStorage()],
  ["IndexedDB", () => new IndexedDbStorage(new IDBFactory())],
]) {
  test(`${name}: what was put is there, whole and in order`, async () => {
    const storage = open();
    await storage.put([record("b", 2), record("a", 1)]);
    await storage.put([record("c", 1.5, { sentAt: 7 })]);
    const all = await storage.all("ann");
    assert.deepEqual(keys(all), ["a", "c", "b"]);
    assert.deepEqual(all[1], record("c", 1.5, { sentAt: 7 }));
    storage.close();
  });

  test(`${name}: the same key replaces`, async () => {
    const storage = open();
    await storage.put([record("a", 1)]);
    await storage.put([record("a", 1, { sentAt: 7 })]);
    assert.deepEqual((await storage.all("ann")).map(({ sentAt }) => sentAt), [7]);
    storage.close();
  });

  test(`${name}: what was removed is gone, and what was not there does no harm`, async () => {
    const storage = open();
    await storage.put([record("a", 1), record("b", 2)]);
    await storage.remove(["a", "never"]);
    assert.deepEqual(keys(await storage.all("ann")), ["b"]);
    storage.close();
  });

  test(`${name}: nobody sees another's`, async () => {
    const storage = open();
    await storage.put([record("a", 1), record("b", 2, { scope: "ben" })]);
    assert.deepEqual(keys(await storage.all("ben")), ["b"]);
    storage.close();
  });

  test(`${name}: what is changed afterwards is not changed in it`, async () => {
    const storage = open();
    const mine = record("a", 1);
    await storage.put([mine]);
    mine.bytes[0] = 9;
    (await storage.all("ann"))[0].bytes[1] = 9;
    assert.deepEqual((await storage.all("ann"))[0].bytes, Uint8Array.from([1, 2, 255]));
    storage.close();
  });
}

test("IndexedDB: another page of the same browser sees it", async () => {
  const browser = new IDBFactory();
  const first = new IndexedDbStorage(browser);
  await first.put([record("a", 1)]);
  const second = new IndexedDbStorage(browser);
  assert.deepEqual(keys(await second.all("ann")), ["a"]);
  first.close();
  second.close();
});

test("IndexedDB: damaged records are removed and the others are there", async () => {
  const browser = new IDBFactory();
  const storage = new IndexedDbStorage(browser);
  await storage.put([record("a", 1), { key: "x" }, record("b", 2, { bytes: "text" })]);
  assert.deepEqual(keys(await storage.all("ann")), ["a"]);
  await storage.put([record("b", 2)]);
  assert.deepEqual(keys(await storage.all("ann")), ["a", "b"]);
  storage.close();
});

test("IndexedDB: one that never answers fails in time", async () => {
  const blocked = { open: () => ({}) };
  const storage = new IndexedDbStorage(blocked, "parley", 20);
  await assert.rejects(storage.put([record("a", 1)]), /blocked/);
  await assert.rejects(storage.all("ann"), /blocked/);
  storage.close();
});

test("IndexedDB: one that is forbidden or full fails", async () => {
  const forbidden = {
    open() {
      throw new DOMException("The operation is insecure", "SecurityError");
    },
  };
  await assert.rejects(new IndexedDbStorage(forbidden).put([record("a", 1)]), /insecure/);

  const storage = new IndexedDbStorage(new IDBFactory());
  const unclonable = record("a", 1, { bytes: () => {} });
  await assert.rejects(storage.put([unclonable]));
  assert.deepEqual(await storage.all("ann"), []);
  storage.close();
});
