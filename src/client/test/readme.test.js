import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startServer } from "./kit/server.js";
import { SECRET } from "./kit/token.js";

const CLIENT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(`${process.env.PARLEY_ROOT}/README.md`, "utf8");

/** The blocks of code below a heading. */
function blocks(heading) {
  const [, section] = README.split(`\n## ${heading}\n`);
  const code = section.split("\n## ")[0].matchAll(/```(\w+)\n([^]*?)```/g);
  return [...code].map(([, language, text]) => ({ language, text }));
}

const block = (heading, language) => blocks(heading).find((b) => b.language === language).text;

test("what README says to check it with says what README says", async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  writeFileSync(`${CLIENT}check.mjs`, block("Check it", "js"));
  const tokens = block("Talk to it", "sh").replace(/^secret=.*$/m, `secret=${SECRET}`);
  const script = `${tokens}\nANN=$(token ann) BEN=$(token ben) node check.mjs`;
  const env = { ...process.env, URL: server.url };
  const said = execFileSync("bash", ["-euc", script], { cwd: CLIENT, env, encoding: "utf8" });
  const [, ...lines] = said.trim().split("\n"); // The first is the token made by hand.
  assert.deepEqual(lines, block("Check it", "text").trim().split("\n"));
});
