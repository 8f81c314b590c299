import { ParleyError } from "../../errors.js";
import { Outbox } from "../../outbox.js";
import { MemoryStorage } from "../../storage.js";
import { ManualClock, settled } from "./clock.js";

const LOBBY = "/topic/rooms.lobby";
/** For how long the service recognises a key, in milliseconds. */
export const WINDOW = 300_000;

/** A link whose answers a test gives by hand. */
export class HandLink {
  isOpen = true;
  sent = [];

  send(destination, headers, bytes) {
    const text = new TextDecoder().decode(bytes);
    return new Promise((resolve, reject) => {
      const logged = (id) => resolve({ "message-id": id });
      const refused = (code, more) => reject(new ParleyError(code, code, more));
      this.sent.push({ text, destination, key: headers["idempotency-key"], logged, refused });
    });
  }

  get texts() {
    return this.sent.map(({ text }) => text);
  }

  lose() {
    this.isOpen = false;
    for (const { refused } of this.sent) refused("disconnected");
  }
}

/** An outbox on a clock that stands, and a line to say things with. */
export function setUp({ storage = new MemoryStorage(), limits = {} } = {}) {
  const clock = new ManualClock();
  const outbox = new Outbox(storage, undefined, clock, limits);
  const states = [];
  const errors = [];
  outbox.on("entry", ({ key, state }) => states.push(`${key} ${state}`));
  outbox.on("error", (error) => errors.push(error));
  const says = (text, key = text, to = LOBBY) =>
    outbox.add(to, new TextEncoder().encode(text), {}, key);
  const link = async () => {
    const fresh = new HandLink();
    await outbox.attach(fresh, WINDOW, "ann");
    await settled();
    return fresh;
  };
  return { clock, outbox, states, errors, says, link, storage };
}
