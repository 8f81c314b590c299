import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Parley } from "../node.js";
import { next, until } from "./kit/await.js";
import { launchChromium } from "./kit/chromium.js";
import { openHouse } from "./kit/house.js";
import { servePages } from "./kit/pages.js";

// A tab that nobody looks at: browsers let its timers run once a minute, or not at all.
const HIDDEN_MS = 15_000;

let house;
let pages;
let browser;
before(async () => {
  // Silent for 2.5 s, a client is pinged, and closed 5 s later: twice within the time.
  house = await openHouse("--parley.heart-beat.send=1s", "--parley.heart-beat.receive=1s");
  pages = await servePages(fileURLToPath(new URL("..", import.meta.url)));
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  pages?.close();
  await house?.close();
});

/** In a page whose code is stopped no timer runs; its sockets are the browser's. */
async function inHiddenTab(page, during) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Debugger.enable");
  const paused = new Promise((resolve) => devtools.once("Debugger.paused", resolve));
  await devtools.send("Debugger.pause");
  await paused; // At its next timer.
  await during();
  await devtools.send("Debugger.resume");
  await devtools.detach();
}

test("a tab whose timers stand still keeps its connection, on both doors", { timeout: 60_000 }, async () => {
  const room = `rooms.hidden-${Date.now()}`;
  const parley = new Parley({ url: house.urls[1], token: () => house.control("token", "ben") });
  const channel = parley.channel(room, { presence: true });
  const totals = [];
  channel.on("presence", ({ total }) => totals.push(total));
  await next(channel, "joined");
  const page = await browser.newPage();
  await page.exposeFunction("token", (user) => house.control("token", user));
  await page.goto(`${pages.origin}/empty/`);
  await page.evaluate(
    async ({ client, urls, name }) => {
      const { Parley: Client } = await import(client);
      window.heard = urls.map(() => []);
      window.opened = urls.map(() => 0);
      const joins = urls.map((url, i) => {
        const here = new Client({ url, token: () => window.token(`hidden-${i}`) });
        here.on("state", ({ name: state }) => (window.opened[i] += state === "open" ? 1 : 0));
        const channel_ = here.channel(name);
        channel_.on("message", (m) => window.heard[i].push(m.text()));
        return new Promise((resolve) => channel_.on("joined", resolve));
      });
      await Promise.all(joins);
      window.longest = 0;
      let last = Date.now();
      setInterval(() => {
        window.longest = Math.max(window.longest, Date.now() - last);
        last = Date.now();
      }, 100);
    },
    {
      client: `http://127.0.0.1:${house.server.port}/client/parley.js`,
      urls: [house.urls[0], house.fastUrls[0]],
      name: room,
    },
  );

  await until(() => totals.at(-1) === 3);

  const sent = [];
  await inHiddenTab(page, async () => {
    const end = Date.now() + HIDDEN_MS;
    await until(() => Date.now() > end - HIDDEN_MS / 2, "half of the time");
    sent.push("while nobody looks");
    await channel.send(sent[0]);
    await until(() => Date.now() > end, "the other half");
  });

  await page.waitForFunction((all) => window.heard.every((h) => h.length === all), sent.length);
  const still = await page.evaluate(() => window.longest);
  assert.ok(still > HIDDEN_MS - 1000, `its timers stood still for ${still} ms only`);
  assert.deepEqual(await page.evaluate(() => window.heard), [sent, sent]);
  assert.deepEqual(await page.evaluate(() => window.opened), [1, 1]);
  assert.deepEqual(totals.slice(totals.indexOf(3)), [3]);
  await parley.close();
});
