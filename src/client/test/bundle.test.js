import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { until } from "./kit/await.js";
import { launchChromium } from "./kit/chromium.js";
import { openHouse } from "./kit/house.js";
import { servePages } from "./kit/pages.js";

const SOURCES = fileURLToPath(new URL("..", import.meta.url));
const APP = fileURLToPath(new URL("../../app/", import.meta.url));

before(() => {
  // What npm would install: the packed files and nothing else.
  rmSync(APP, { recursive: true, force: true });
  mkdirSync(`${APP}node_modules/parley-client`, { recursive: true });
  const pack = ["pack", "--silent", "--pack-destination", APP];
  const [archive] = execFileSync("npm", pack, { cwd: SOURCES, encoding: "utf8" }).trim().split("\n");
  const unpack = ["-xzf", APP + archive, "--strip-components=1", "-C"];
  execFileSync("tar", [...unpack, `${APP}node_modules/parley-client`]);
});

test("the package has the modules and their types, and no tests", () => {
  const files = readdirSync(`${APP}node_modules/parley-client`);
  for (const file of ["npm.js", "npm.d.ts", "node.js", "client.js", "package.json"]) {
    assert.ok(files.includes(file), file);
  }
  assert.ok(!files.includes("test"), `${files}`);
});

test("a page that Vite has built from the package talks", { timeout: 120_000 }, async (t) => {
  writeFileSync(`${APP}index.html`, '<script type="module" src="./main.js"></script>');
  writeFileSync(
    `${APP}main.js`,
    `import { Parley } from "parley-client";
     window.talk = async (url, token) => {
       const parley = new Parley({ url, token: () => token });
       const room = parley.channel("rooms.vite");
       const heard = new Promise((resolve) => room.on("message", (m) => resolve(m.json())));
       await room.send({ text: "built" });
       return heard;
     };`,
  );
  await build({ root: APP, logLevel: "warn", build: { outDir: "dist", target: "es2022" } });
  const chunks = readdirSync(`${APP}dist/assets`);
  assert.ok(chunks.length >= 2, "SockJS has to be a chunk of its own");

  const house = await openHouse();
  const pages = await servePages(`${APP}dist`);
  const browser = await launchChromium();
  t.after(async () => {
    await browser.close();
    pages.close();
    await house.close();
  });
  const page = await browser.newPage();
  await page.goto(`${pages.origin}/index.html`);
  await until(() => page.evaluate(() => !!window.talk));
  const token = await house.control("token", "ann");
  const said = await page.evaluate(([u, k]) => window.talk(u, k), [house.server.url, token]);
  assert.deepEqual(said, { text: "built" });
});
