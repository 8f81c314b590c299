import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchChromium } from "./kit/chromium.js";
import { openHouse } from "./kit/house.js";
import { servePages } from "./kit/pages.js";
import { SUITE } from "./kit/suite.js";

// The page is of another origin than the service, and imports the client by its URL.
const HERE = fileURLToPath(new URL("..", import.meta.url));

let house;
let pages;
let browser;
before(async () => {
  house = await openHouse();
  pages = await servePages(HERE);
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  pages?.close();
  await house?.close();
});

async function openPage(t, urls) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  t.after(() => page.close());
  await page.exposeFunction("control", house.control);
  await page.goto(`${pages.origin}/empty/`);
  const loaded = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.evaluate(
    async ({ client, urls: all }) => {
      const { Parley } = await import(client);
      const { stageOf, SUITE: suite } = await import("/test/kit/suite.js");
      window.run = (name, size) => {
        const stage = stageOf(Parley, all, window.control);
        return suite[name]({ Parley, stage, ...size }).finally(() => stage.strike());
      };
    },
    { client: `http://127.0.0.1:${house.server.port}/client/parley.js`, urls },
  );
  return { page, complaints, loaded };
}

for (const [name, size] of Object.keys(SUITE).map((each) => [each, { each: 5000, cuts: 200 }])) {
  test(`Chromium, WebSocket: ${name}`, { timeout: 240_000 }, async (t) => {
    const { page, complaints, loaded } = await openPage(t, house.urls);
    await page.evaluate(([test_, s]) => window.run(test_, s), [name, size]);
    assert.deepEqual(complaints, []);
    assert.ok(!loaded.some((path) => path.includes("sockjs")), "SockJS was loaded");
  });
}

for (const name of Object.keys(SUITE)) {
  test(`Chromium, SockJS: ${name}`, { timeout: 240_000 }, async (t) => {
    const { page, complaints, loaded } = await openPage(t, await house.oldUrls());
    await page.evaluate(([test_, s]) => window.run(test_, s), [name, { each: 200, cuts: 10 }]);
    assert.deepEqual(complaints, []);
    assert.ok(loaded.some((path) => path.includes("sockjs.min.js")), "SockJS was not loaded");
    assert.ok(house.upgradesRefused() > 0);
  });
}

test("a page that may not connect may not import either", async (t) => {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`${pages.origin.replace("127.0.0.1", "localhost")}/empty/`);
  const client = `http://127.0.0.1:${house.server.port}/client/parley.js`;
  const imported = await page.evaluate((url) => import(url).then(() => true, () => false), client);
  assert.equal(imported, false);
});
