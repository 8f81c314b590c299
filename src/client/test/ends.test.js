import assert from "node:assert/strict";
import { test } from "node:test";
import { Parley } from "../node.js";
import { next, until } from "./kit/await.js";
import { startSilence } from "./kit/proxy.js";
import { startWords } from "./kit/words.js";

async function visit(t, options, ...answers) {
  const words = await startWords(...answers);
  const states = [];
  const errors = [];
  const parley = new Parley({ url: words.url, token: "t", ...options });
  parley.on("state", (state) => states.push(state));
  parley.on("error", ({ code }) => errors.push(code));
  t.after(async () => {
    await parley.close();
    words.close();
  });
  return { parley, words, states, errors };
}

for (const [refusal, code] of [
  ["bad-frame", 4400],
  ["too-large", 4400],
  ["kicked", 4403],
]) {
  for (const open of [true, false]) {
    test(`${refusal} ${open ? "after" : "instead of"} CONNECTED ends it for good`, async (t) => {
      const answer = { open, error: { code: refusal, message: "No." }, close: code };
      const { parley, words } = await visit(t, {}, answer);
      const { reason } = await next(parley, "state", ({ name }) => name === "closed");
      assert.equal(reason.code, refusal);
      assert.equal(reason.message, "No.");
      await assert.rejects(parley.whenOpen(), { code: refusal });
      assert.equal(words.seen.length, 1);
    });
  }
}

for (const refusal of ["too-many-connections", "flooding"]) {
  test(`${refusal} waits as long as it is told, and more`, async (t) => {
    const error = { code: refusal, message: "No.", "retry-after-ms": "400" };
    const { parley, words } = await visit(t, {}, { error, close: 4429 }, { open: true });
    parley.connection.backoff.first = 10;
    await next(parley, "state", ({ name }) => name === "open");
    assert.ok(words.seen[1] - words.seen[0] >= 390, `${words.seen[1] - words.seen[0]} ms`);
  });
}

test("1012 comes back within a second, without counting as a failure", async (t) => {
  const restarting = { open: true, error: { code: "restarting" }, close: 1012 };
  const { parley, words } = await visit(t, {}, restarting, restarting, restarting, { open: true });
  await until(() => words.seen.length === 4);
  await until(() => parley.state.name === "open");
  assert.equal(parley.connection.backoff.tries, 0);
  for (let i = 1; i < 4; i++) assert.ok(words.seen[i] - words.seen[i - 1] < 1500);
});

test("4401 while it is open fetches a new token and comes back at once", async (t) => {
  let asked = 0;
  const expired = { open: true, error: { code: "token-expired" }, close: 4401 };
  const token = () => `t${++asked}`;
  const { parley, errors } = await visit(t, { token }, expired, { open: true });
  await next(parley, "state", ({ name }) => name === "waiting");
  await next(parley, "state", ({ name }) => name === "open");
  assert.equal(asked, 2);
  assert.deepEqual(errors, []);
});

test("4401 for a token that is just given is told, and it backs off", async (t) => {
  const refused = { error: { code: "bad-token" }, close: 4401 };
  const { parley, errors } = await visit(t, {}, refused, { open: true });
  parley.connection.backoff.first = 10;
  await next(parley, "state", ({ name }) => name === "open");
  assert.deepEqual(errors, ["bad-token"]);
  assert.equal(parley.connection.backoff.tries, 1);
});

test("it gives up after as many tries as it is told", async (t) => {
  const { parley, words } = await visit(t, { maxAttempts: 3 }, { close: 1011 });
  parley.connection.backoff.first = 5;
  const { reason } = await next(parley, "state", ({ name }) => name === "closed");
  assert.equal(reason.code, "max-attempts");
  assert.equal(words.seen.length, 3);
});

test("waiting says until when, and can be cut short", async (t) => {
  const { parley } = await visit(t, {}, { close: 1011 }, { open: true });
  parley.connection.backoff.random = () => 0.99;
  parley.connection.backoff.first = 20_000;
  const { until: at } = await next(parley, "state", ({ name }) => name === "waiting");
  assert.ok(Math.abs(at - Date.now() - 19_800) < 500, `${at - Date.now()}`);
  parley.retry();
  await next(parley, "state", ({ name }) => name === "open", 3000);
});

test("a service that accepts and never answers is given up after ten seconds", async (t) => {
  const silence = await startSilence();
  const parley = new Parley({ url: silence.url, token: "t" });
  t.after(async () => {
    await parley.close();
    silence.close();
  });
  const began = performance.now();
  await next(parley, "state", ({ name }) => name === "waiting");
  const took = performance.now() - began;
  assert.ok(took > 9000 && took < 13_000, `${took} ms`);
});

test("it can be closed at any moment, at once", async (t) => {
  const silence = await startSilence();
  t.after(() => silence.close());
  for (const wait of [0, 1, 50]) {
    const parley = new Parley({ url: silence.url, token: "t" });
    await new Promise((resolve) => setTimeout(resolve, wait));
    const began = performance.now();
    await parley.close();
    assert.ok(performance.now() - began < 1000);
    assert.equal(parley.state.name, "closed");
  }
  const hanging = new Parley({ url: silence.url, token: () => new Promise(() => {}) });
  hanging.on("error", () => {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  await hanging.close();
  assert.equal(hanging.state.name, "closed");
});

test("a URL that is none is told and does not stop the page", async () => {
  assert.throws(() => new Parley({ url: "http://" }), TypeError);
});
