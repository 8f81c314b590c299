import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchChromium } from "./kit/chromium.js";
import { startServer } from "./kit/server.js";

// That the demo can be used by everybody; what it does has its test in DemoIT.
const AXE = fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));
const SHOTS = fileURLToPath(new URL("../../shots/", import.meta.url));

let server;
let browser;
before(async () => {
  server = await startServer("--spring.profiles.active=demo");
  browser = await launchChromium();
  mkdirSync(SHOTS, { recursive: true });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const WINDOWS = [
  ["desktop", { viewport: { width: 1200, height: 760 } }],
  ["phone", { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }],
];
for (const [name, window] of WINDOWS) {
  for (const colorScheme of ["light", "dark"]) {
    test(`nothing serious stands in anybody's way: ${name}, ${colorScheme}`, async (t) => {
      const context = await browser.newContext({ ...window, colorScheme });
      t.after(() => context.close());
      const page = await context.newPage();
      const complaints = [];
      page.on("console", (m) => /error|warning/.test(m.type()) && complaints.push(m.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      await page.goto(`http://127.0.0.1:${server.port}/`);
      assert.deepEqual(await problems(page), []);
      await page.screenshot({ path: `${SHOTS}${name}-${colorScheme}-door.png` });

      await page.getByLabel("Your name").fill(`${name} ${colorScheme}`);
      await page.keyboard.press("Enter");
      await page.getByRole("status").filter({ hasText: "Connected" }).waitFor();
      for (let i = 0; i < 12; i++) {
        const text = `Can you read line ${i}? `.repeat(1 + (i % 5));
        await page.getByLabel("Message", { exact: true }).fill(text);
        await page.keyboard.press("Enter");
      }
      await page.locator("#log .mine[data-state=sent]").nth(11).waitFor();
      assert.deepEqual(await problems(page), []);
      await page.screenshot({ path: `${SHOTS}${name}-${colorScheme}.png` });

      await page.getByRole("button", { name: "Cut the connection" }).click();
      await page.getByText("Offline, reconnecting").waitFor();
      assert.deepEqual(await problems(page), []);

      const size = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth, scrollHeight];
      });
      const { width, height } = window.viewport;
      assert.deepEqual(size, [width, height], "nothing is outside of the window");
      assert.deepEqual(complaints, []);
    });
  }
}

test("everything can be reached by keyboard, in the order in which it is read", async (t) => {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.keyboard.type("key board");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Connected" }).waitFor();
  // It begins where one writes, and goes backwards.
  const reached = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press("Shift+Tab");
    reached.push(
      await page.evaluate(() => {
        const { activeElement: on } = document;
        return on.getAttribute("aria-label") ?? on.textContent;
      }),
    );
  }
  assert.deepEqual(reached.reverse(), [
    "Cut the connection",
    "Leave",
    "lobby",
    "Another room",
    "Open",
    "Messages",
  ]);
});

async function problems(page) {
  await page.evaluate(readFileSync(AXE, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  });
}
