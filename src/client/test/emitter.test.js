import assert from "node:assert/strict";
import { test } from "node:test";
import { Emitter } from "../emitter.js";
import { settled } from "./kit/clock.js";

class Tower extends Emitter {
  ring(name, value) {
    this.emit(name, value);
  }
}

test("every listener hears, in its order, until it is stopped", () => {
  const tower = new Tower();
  const heard = [];
  const stop = tower.on("bell", (n) => heard.push(`a${n}`));
  tower.on("bell", (n) => heard.push(`b${n}`));
  tower.ring("bell", 1);
  stop();
  tower.ring("bell", 2);
  assert.deepEqual(heard, ["a1", "b1", "b2"]);
});

test("one that throws, now or later, keeps nobody else from hearing and is told", async () => {
  const tower = new Tower();
  const heard = [];
  const errors = [];
  tower.on("error", (error) => errors.push(error));
  tower.on("bell", () => {
    throw new Error("now");
  });
  tower.on("bell", async () => {
    throw new Error("later");
  });
  tower.on("bell", (n) => heard.push(n));
  tower.ring("bell", 1);
  await settled();
  assert.deepEqual(heard, [1]);
  assert.deepEqual(errors.map(({ code, cause }) => [code, cause.message]), [
    ["callback", "now"],
    ["callback", "later"],
  ]);
});

test("a listener of errors that throws does not go round for ever", (t) => {
  const console_ = t.mock.method(console, "error", () => {});
  const tower = new Tower();
  tower.on("error", () => {
    throw new Error("again");
  });
  tower.ring("error", new Error("first"));
  assert.equal(console_.mock.callCount(), 1);
});

test("an error that nobody listens for is on the console", (t) => {
  const console_ = t.mock.method(console, "error", () => {});
  new Tower().ring("error", new Error("lonely"));
  assert.equal(console_.mock.calls[0].arguments[0].message, "lonely");
});
