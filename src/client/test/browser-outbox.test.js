import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { Parley } from "../node.js";
import { next, until } from "./kit/await.js";
import { launchChromium } from "./kit/chromium.js";
import { openHouse } from "./kit/house.js";

// What a person wrote survives the page: in a real browser, because only that has its storage.
let house;
let folder;
let browser;
let count = 0;
const listeners = [];
before(async () => {
  house = await openHouse();
  folder = mkdtempSync(join(tmpdir(), "parley-browser-"));
  browser = await launchChromium(folder);
});
afterEach(async () => {
  house.control("unmute", 0);
  if (!house.wires[0].isUp) await house.control("up", 0);
  for (const page of browser.pages()) await page.close();
  await Promise.all(listeners.splice(0).map((parley) => parley.close()));
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
  await house?.close();
});

/** Somebody elsewhere who writes down what is heard in a fresh room. */
async function listener() {
  const room = `rooms.outbox-${Date.now()}-${++count}`;
  const parley = new Parley({ url: house.urls[1], token: () => house.control("token", "ben") });
  listeners.push(parley);
  const channel = parley.channel(room);
  const heard = [];
  channel.on("message", (m) => heard.push(m.text()));
  await next(channel, "joined");
  return { room, heard };
}

/** A page of the service, over the wire that is cut. */
async function openPage(user, room, init) {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  if (init) await page.addInitScript(init);
  await page.exposeFunction("token", () => house.control("token", user));
  // The page itself does not come over the wire, so that it can be opened while that is cut.
  await page.goto(`http://127.0.0.1:${house.server.port}/client/parley.js`);
  await load(page, room);
  return page;
}

async function load(page, room) {
  await page.evaluate(
    async ([url, name]) => {
      const { Parley } = await import("/client/parley.js");
      const parley = new Parley({ url, token: () => window.token() });
      parley.connection.backoff.first = 5;
      parley.connection.backoff.most = 100;
      window.parley = parley;
      window.room = parley.channel(name);
      window.errors = [];
      window.states = [];
      parley.on("error", ({ code }) => window.errors.push(code));
      parley.on("outbox", ({ state }) => window.states.push(state));
    },
    [house.urls[0], room],
  );
}

const isOpen = (page) => page.waitForFunction(() => window.parley.state.name === "open");
const write = (page, ...texts) =>
  page.evaluate((all) => all.forEach((text) => void window.room.send(text)), texts);
const stored = (page) =>
  page.evaluate(async () => {
    const { storage } = window.parley.outbox;
    return (await storage.all(window.parley.scope)).length;
  });

/** Connected once, so that it is known whose entries these are; then offline with some. */
async function writesOffline(user, room, ...texts) {
  const page = await openPage(user, room);
  await isOpen(page);
  await house.control("down", 0);
  await write(page, ...texts);
  await until(async () => (await stored(page)) === texts.length);
  return page;
}

async function hearsExactly(heard, ...texts) {
  await until(() => heard.length >= texts.length);
  await new Promise((resolve) => setTimeout(resolve, 300)); // Doubles would come now.
  assert.deepEqual(heard, texts);
}

test("what was never sent is sent after a reload", async () => {
  const { room, heard } = await listener();
  const page = await writesOffline("reload", room, "one", "two", "three");
  await page.reload();
  await house.control("up", 0);
  await load(page, room);
  await hearsExactly(heard, "one", "two", "three");
  await until(async () => (await stored(page)) === 0);
});

test("what was sent without an answer is there once after a reload", async () => {
  const { room, heard } = await listener();
  const page = await openPage("unanswered", room);
  await isOpen(page);
  await house.control("mute", 0);
  await write(page, "one", "two");
  await until(() => heard.length === 2);
  await page.reload();
  await house.control("cut", 0);
  await house.control("unmute", 0);
  await load(page, room);
  await write(page, "three");
  await hearsExactly(heard, "one", "two", "three");
});

test("what was written survives a crash of the page", async () => {
  const { room, heard } = await listener();
  const page = await writesOffline("crash", room, "one", "two");
  const crashed = new Promise((resolve) => page.once("crash", resolve));
  page.goto("chrome://crash").catch(() => {});
  await crashed;
  await house.control("up", 0);
  await openPage("crash", room);
  await hearsExactly(heard, "one", "two");
});

test("what was written survives the end of the browser", async () => {
  const { room, heard } = await listener();
  await writesOffline("quit", room, "one", "two");
  await browser.close();
  browser = await launchChromium(folder);
  await house.control("up", 0);
  await openPage("quit", room);
  await hearsExactly(heard, "one", "two");
});

test("two pages send their own, each once", async () => {
  const { room, heard } = await listener();
  const pages = [await openPage("twins", room), await openPage("twins", room)];
  for (const page of pages) await isOpen(page);
  await house.control("down", 0);
  await write(pages[0], "a1", "a2", "a3");
  await write(pages[1], "b1", "b2", "b3");
  await until(async () => (await stored(pages[0])) === 6);
  await house.control("up", 0);
  await until(() => heard.length >= 6);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([...heard].sort(), ["a1", "a2", "a3", "b1", "b2", "b3"]);
  for (const who of ["a", "b"]) {
    assert.deepEqual(heard.filter((text) => text[0] === who), [1, 2, 3].map((i) => `${who}${i}`));
  }
});

test("a page that stays sends what one that was closed has left", async () => {
  const { room, heard } = await listener();
  const stays = await openPage("heirs", room);
  await isOpen(stays);
  const leaves = await writesOffline("heirs", room, "one", "two");
  await leaves.close();
  await house.control("up", 0);
  await hearsExactly(heard, "one", "two");
});

test("another user of the same browser sends nothing of it", async () => {
  const { room, heard } = await listener();
  const page = await writesOffline("first-user", room, "secret");
  await page.close();
  await house.control("up", 0);
  const other = await openPage("second-user", room);
  await isOpen(other);
  await write(other, "mine");
  await hearsExactly(heard, "mine");
  await openPage("first-user", room);
  await hearsExactly(heard, "mine", "secret");
});

for (const [what, init] of [
  ["blocked", () => (IDBFactory.prototype.open = () => ({}))],
  [
    "forbidden",
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("The operation is insecure", "SecurityError");
      };
    },
  ],
  [
    "full",
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("Full", "QuotaExceededError");
      };
    },
  ],
]) {
  test(`where the storage is ${what} it is told, and messages flow`, async () => {
    const { room, heard } = await listener();
    const page = await openPage(`storage-${what}`, room, init);
    await isOpen(page);
    await write(page, "one", "two");
    await hearsExactly(heard, "one", "two");
    const errors = await page.evaluate(() => window.errors);
    assert.ok(errors.length > 0 && errors.every((code) => code === "storage"), `${errors}`);
  });
}

test("where the storage is damaged what is whole is sent", async () => {
  const { room, heard } = await listener();
  const page = await writesOffline("damaged", room, "whole");
  await page.evaluate(async () => {
    const { storage, tab } = window.parley.outbox;
    await storage.put([{ key: "broken", scope: window.parley.scope, owner: tab.name, order: 0 }]);
  });
  await page.reload();
  await house.control("up", 0);
  await load(page, room);
  await hearsExactly(heard, "whole");
  await until(async () => (await stored(page)) === 0);
});
