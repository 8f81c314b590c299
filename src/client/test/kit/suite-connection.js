// Tokens, tries and the end of a connection.
import { until } from "./await.js";
import { equal, fails, freshRoom, listen } from "./stage.js";

export const CONNECTION = {
  async "a new token is asked for before the old one ends, on the same connection"({ stage }) {
    let asked = 0;
    const token = () => stage.control("token", "ann", { seconds: ++asked === 1 ? 4 : 3600 });
    const parley = await stage.connect("ann", 0, { token });
    const states = [];
    parley.on("state", ({ name }) => states.push(name));
    await until(() => asked === 2);
    const { room } = await listen(parley, freshRoom());
    await room.send("still the same");
    equal(states, []);
  },

  async "tokens that are no good are told and asked for again"({ stage }) {
    const bad = [
      () => Promise.reject(new Error("no network")),
      () => stage.control("token", "ann", { seconds: -100 }),
      () => "no token at all",
      () => stage.control("token", "ann"),
    ];
    const errors = [];
    const parley = await stage.connect("ann", 0, {
      token: () => bad.shift()(),
      onError: ({ code }) => errors.push(code),
    });
    equal(errors, ["token-failed", "token-expired", "bad-token"]);
    equal(parley.state.name, "open");
  },

  async "the end sends what waits and leaves nothing running"({ stage }) {
    const name = freshRoom();
    const ben = await listen(await stage.connect("ben", 1), name);
    const parley = await stage.connect("ann");
    const states = [];
    parley.on("state", ({ name: state }) => states.push(state));
    const room = parley.channel(name);
    const said = Array.from({ length: 50 }, (_, i) => room.send(`${i}`));
    await parley.close({ drain: 5000 });
    await Promise.all(said);
    await until(() => ben.heard.length === 50);
    equal(states, ["closing", "closed"]);
    equal(parley.state.reason.code, "closed");
    await fails(room.send("late"), "closed");
  },

  async "a page that is online or looked at again does not wait"({ stage }) {
    const parley = await stage.connect("ann");
    parley.connection.backoff.random = () => 0.99;
    parley.connection.backoff.first = parley.connection.backoff.most = 60_000;
    for (const [target, event] of [
      [globalThis, "online"],
      [document, "visibilitychange"],
    ]) {
      await stage.control("cut", 0);
      await until(() => parley.state.name === "waiting");
      target.dispatchEvent(new Event(event));
      await until(() => parley.state.name === "open", "it is open", 5000);
    }
  },
};
