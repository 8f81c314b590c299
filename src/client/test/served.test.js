import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { after, before, test } from "node:test";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { startServer } from "./kit/server.js";

const SOURCES = new URL("../", import.meta.url);
const MOST = 12 * 1024;

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

async function load(path, encoding = "gzip") {
  const url = `http://127.0.0.1:${server.port}${path}`;
  const [answer] = await once(get(url, { headers: { "Accept-Encoding": encoding } }), "response");
  const bytes = await buffer(answer);
  assert.equal(answer.statusCode, 200, path);
  const small = answer.headers["content-encoding"] === "gzip";
  const code = (small ? gunzipSync(bytes) : bytes).toString();
  return { answer, code, size: small ? bytes.length : gzipSync(bytes).length };
}

/** Everything of ours that a page has to load, as the browser finds it. */
async function loadAll(entry) {
  const loaded = new Map();
  const wanted = [entry];
  for (const path of wanted) {
    if (loaded.has(path)) continue;
    loaded.set(path, await load(path));
    for (const [, file] of loaded.get(path).code.matchAll(/(?:from|import) "(\.\/[^"]+)"/g)) {
      if (!file.startsWith("./stompjs/")) wanted.push(new URL(file, `http://any${path}`).pathname);
    }
  }
  return loaded;
}

test("what a page loads is under 12 KB gzipped, without stompjs", async () => {
  const loaded = await loadAll("/client/parley.js");
  const sizes = [...loaded].map(([path, { size }]) => [path, size]);
  assert.ok(sizes.reduce((sum, [, size]) => sum + size, 0) < MOST, JSON.stringify(sizes));
  assert.ok(sizes.length <= 3, "a few files");
});

test("it is sent compressed to whom that suits, and else as it is", async () => {
  const small = await load("/client/parley.js");
  const plain = await load("/client/parley.js", "identity");
  assert.equal(small.answer.headers["content-encoding"], "gzip");
  assert.match(small.answer.headers["content-type"], /javascript/);
  assert.match(`${small.answer.headers.vary}`, /Accept-Encoding/i);
  assert.equal(plain.answer.headers["content-encoding"], undefined);
  assert.equal(plain.code, small.code);
});

test("every module is in it, once, and no comment", async () => {
  const { code } = await load("/client/parley.js");
  const modules = readdirSync(SOURCES).filter((file) => /^(?!npm|node).*\.js$/.test(file));
  assert.ok(modules.length > 15, `${modules}`);
  const names = modules.flatMap((module) => {
    const source = readFileSync(new URL(module, SOURCES), "utf8");
    return [...source.matchAll(/^(?:export )?(?:async )?(?:class|function|const) (\w+)/gm)];
  });
  for (const [, name] of names) {
    const found = code.match(new RegExp(`^(export )?(async )?(class|function|const) ${name}\\b`, "gm"));
    assert.ok(found?.length === 1, `${name}: ${found}`);
  }
  assert.doesNotMatch(code, /\/\*\*|@param|@type/);
});
