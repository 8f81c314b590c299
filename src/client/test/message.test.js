import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, Message, textOf, toBase64 } from "../message.js";

const bytes = (...all) => Uint8Array.from(all);

test("text, bytes and anything else", () => {
  assert.deepEqual(bodyOf("ä"), { bytes: bytes(195, 164), contentType: "text/plain;charset=utf-8" });
  assert.deepEqual(bodyOf(bytes(0, 255)).bytes, bytes(0, 255));
  assert.equal(bodyOf(bytes(0).buffer).contentType, "application/octet-stream");
  assert.deepEqual(bodyOf(new Uint16Array([1, 2]).subarray(1)).bytes, bytes(2, 0));
  assert.deepEqual(bodyOf({ a: 1 }), {
    bytes: new TextEncoder().encode('{"a":1}'),
    contentType: "application/json",
  });
  for (const nothing of [undefined, () => {}, Symbol("s")]) {
    assert.throws(() => bodyOf(nothing), TypeError);
  }
});

test("what the caller changes later is not sent", () => {
  const mine = bytes(1, 2);
  const { bytes: kept } = bodyOf(mine);
  mine[0] = 9;
  assert.deepEqual(kept, bytes(1, 2));
});

test("only valid UTF-8 is text, byte for byte", () => {
  assert.equal(textOf(bytes(195, 164)), "ä");
  assert.equal(textOf(bytes(255)), undefined);
  assert.equal(textOf(bytes(239, 187, 191, 65)), "\ufeffA");
});

test("a message has its parts, and of headers those that begin with x-", () => {
  const message = new Message({
    headers: {
      "message-id": "e-1",
      sender: "ann",
      timestamp: "17",
      "content-type": "application/json",
      "x-mood": "good",
      subscription: "s1",
    },
    binaryBody: new TextEncoder().encode('{"a":[1]}'),
  });
  assert.equal(message.id, "e-1");
  assert.equal(message.sender, "ann");
  assert.equal(message.timestamp, 17);
  assert.deepEqual(message.headers, { "x-mood": "good" });
  assert.deepEqual(message.json(), { a: [1] });
  assert.equal(message.text(), '{"a":[1]}');
});

test("Base64, as it comes over SockJS, is bytes again", () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const binaryBody = new TextEncoder().encode(toBase64(all));
  assert.deepEqual(new Message({ headers: { "body-encoding": "base64" }, binaryBody }).bytes, all);
});
