import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("..", import.meta.url));
const WORK = fileURLToPath(new URL("../../types-test/", import.meta.url));
const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

test("tsc finds nothing wrong, and the .d.ts files are those of the sources", () => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK);
  // Without the .d.ts files, which tsc would read instead of the sources.
  const isSource = (file) => /\.js$|^(tsconfig|package)\.json$/.test(file);
  const sources = readdirSync(SOURCES).filter(isSource);
  for (const file of sources) cpSync(SOURCES + file, WORK + file);

  const options = { cwd: WORK, encoding: "utf8", stdio: "pipe" };
  try {
    execFileSync(process.execPath, [TSC, "-p", ".", "--outDir", "out"], options);
  } catch ({ stdout }) {
    assert.fail(`tsc:\n${stdout}`);
  }

  const made = readdirSync(`${WORK}out`).sort();
  const kept = readdirSync(SOURCES).filter((file) => file.endsWith(".d.ts")).sort();
  assert.deepEqual(kept, made, "src/build/client --types writes them");
  for (const file of made) {
    const [is, should] = [SOURCES + file, `${WORK}out/${file}`].map((f) => readFileSync(f, "utf8"));
    assert.ok(is === should, `${file} is old: src/build/client --types writes it`);
  }
});
