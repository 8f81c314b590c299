// What holds on every way to the service. Runs in Node and in a page, so it imports nothing of
// either; `stage` is how a test reaches the service, see node.test.js and browser.test.js.
import { next, until } from "./await.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let rooms = 0;
const freshRoom = (namespace = "rooms") => `${namespace}.suite-${Date.now()}-${++rooms}`;

export function equal(actual, expected) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${a?.slice(0, 2000)} instead of ${b?.slice(0, 2000)}`);
}

async function fails(promise, code) {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  equal(error?.code, code);
}

/** A room in which somebody writes down what is heard, and what should not be. */
async function listen(parley, name, options) {
  const room = parley.channel(name, options);
  const heard = [];
  const trouble = [];
  room.on("message", (m) => heard.push(m.text()));
  for (const bad of ["gap", "epoch", "error"]) room.on(bad, (w) => trouble.push([bad, w?.code ?? w]));
  await next(room, "joined");
  return { room, heard, trouble };
}

export const SUITE = {
  async "five lines are enough"({ Parley, stage }) {
    const parley = new Parley({ url: stage.urls[0], token: () => stage.control("token", "ann") });
    stage.opened(parley);
    const room = parley.channel(freshRoom(), { since: "last:50", presence: true });
    const shown = [];
    const who = [];
    room.on("message", (m) => shown.push([m.id, m.sender, m.json()]));
    room.on("presence", (p) => who.push(p.members.map(({ user }) => user)));
    const { id } = await room.send({ text: "hello" });
    await until(() => shown.length === 1 && who.length > 0);
    equal(shown, [[id, "ann", { text: "hello" }]]);
    await until(() => who.at(-1)[0] === "ann");
  },

  async "presence follows joins and leaves"({ stage }) {
    const name = freshRoom();
    const ann = await listen(await stage.connect("ann"), name, { presence: true });
    const users = () => ann.room.presence.members.map(({ user }) => user).join();
    await until(() => users() === "ann");
    const ben = await stage.connect("ben", 1);
    await listen(ben, name);
    await until(() => users() === "ann,ben");
    await ben.close();
    await until(() => users() === "ann");
  },

  async "bytes, text and own headers arrive as they were"({ stage }) {
    const parley = await stage.connect("ann");
    const room = parley.channel(freshRoom());
    const heard = [];
    room.on("message", (m) => heard.push(m));
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await room.send(bytes, { headers: { "x-mood": "a:b\nc\\d" } });
    await room.send("Zoë 日本 \0 end");
    await until(() => heard.length === 2);
    equal([...heard[0].bytes], [...bytes]);
    equal(heard[0].headers, { "x-mood": "a:b\nc\\d" });
    equal(heard[1].text(), "Zoë 日本 \0 end");
  },

  async "who comes back has missed nothing"({ stage }) {
    const name = freshRoom();
    const ann = await listen(await stage.connect("ann"), name);
    const ben = await listen(await stage.connect("ben", 1), name);
    await ben.room.send("one");
    await until(() => ann.heard.length === 1);
    await stage.control("down", 0);
    await ben.room.send("two");
    await ben.room.send("three");
    const said = ann.room.send("four");
    await sleep(50);
    await stage.control("up", 0);
    await said;
    await until(() => ann.heard.length === 4);
    equal(ann.heard, ["one", "two", "three", "four"]);
    equal(ann.trouble, []);
  },

  async "what was sent without an answer is there once"({ stage }) {
    const name = freshRoom();
    const ann = await listen(await stage.connect("ann"), name);
    const ben = await listen(await stage.connect("ben", 1), name);
    await stage.control("mute", 0);
    const said = ann.room.send("did you get this?");
    await until(() => ben.heard.length === 1);
    await stage.control("unmute", 0);
    await stage.control("cut", 0);
    const { id } = await said;
    await ann.room.send("once?");
    await until(() => ben.heard.length === 2 && ann.heard.length === 2);
    equal(ben.heard, ["did you get this?", "once?"]);
    equal(ann.heard, ben.heard);
    equal(Number(id.split("-")[1]), 1);
  },

  async "what the log no longer has is told to be missing"({ stage }) {
    const name = freshRoom("brief");
    const ann = await listen(await stage.connect("ann"), name);
    const ben = (await stage.connect("ben", 1)).channel(name);
    await ben.send("0");
    await until(() => ann.heard.length === 1);
    await stage.control("down", 0);
    for (let i = 1; i <= 6; i++) await ben.send(`${i}`);
    await stage.control("up", 0);
    await until(() => ann.heard.length === 4);
    equal(ann.heard, ["0", "4", "5", "6"]);
    equal(ann.trouble.map(([what]) => what), ["gap"]);
  },

  async "history comes in pages"({ stage }) {
    const parley = await stage.connect("ann");
    const { room } = await listen(parley, freshRoom());
    for (let i = 1; i <= 7; i++) await room.send(`${i}`);
    const last = await room.history({ limit: 3 });
    equal([last.messages.map((m) => m.text()), last.more], [["5", "6", "7"], true]);
    const before = await room.history({ before: last.messages[0].id, limit: 100 });
    equal([before.messages.map((m) => m.text()), before.more], [["1", "2", "3", "4"], false]);
  },

  async "an inbox keeps what came while its user was away"({ stage }) {
    const away = `away/${Date.now()}`;
    const ann = await stage.connect("ann");
    equal((await ann.online(away)).online, false);
    const { id } = await ann.sendTo(away, { text: "call me" });
    const friend = await stage.connect(away, 1);
    const inbox = friend.inbox({ since: "last:10" });
    const heard = [];
    inbox.on("message", (m) => heard.push([m.id, m.sender, m.json().text]));
    await until(() => heard.length === 1);
    equal(heard, [[id, "ann", "call me"]]);
    equal((await inbox.history()).messages.length, 1);
    equal((await ann.online(away)).online, true);
  },

  async "a refused message holds nobody up"({ stage }) {
    const parley = await stage.connect("ann");
    const { room } = await listen(parley, freshRoom());
    const states = [];
    parley.on("outbox", ({ state, error }) => states.push(error?.code ?? state));
    await fails(parley.channel(freshRoom("news")).send("only for backends"), "forbidden");
    await fails(room.send("x".repeat(70_000)), "too-large");
    await room.send("goes on");
    equal(states.slice(-3), ["queued", "sent", "logged"]);
    equal(states.includes("forbidden"), true);
  },

  async "a channel that may not be read says so, and the others go on"({ stage }) {
    const parley = await stage.connect("ann");
    const errors = [];
    const vault = parley.channel(freshRoom("vault"));
    vault.on("error", ({ code }) => errors.push(code));
    const { room, heard } = await listen(parley, freshRoom());
    await until(() => errors.length === 1);
    equal(errors, ["forbidden"]);
    await room.send("still here");
    await until(() => heard.length === 1);
    await stage.control("cut", 0);
    await room.send("and after a cut");
    equal(errors, ["forbidden"]);
  },

  async "a message too large for this service is refused, and no other"({ stage }) {
    // The client is told of a larger limit than the service has.
    const parley = await stage.connect("ann", 0, { frameSize: 1_000_000 });
    const { room, heard } = await listen(parley, freshRoom());
    const large = room.send("x".repeat(80_000));
    const small = room.send("small");
    await fails(large, "too-large");
    await stage.settle(parley, small);
    await until(() => ["open", "closed"].includes(parley.state.name));
    if (parley.state.name === "closed") equal(parley.state.reason.code, "too-large");
    else await until(() => heard.includes("small"));
  },

  async "typing is live and leaves nothing behind"({ stage }) {
    const name = freshRoom("typing");
    const ann = (await stage.connect("ann")).channel(name);
    const ben = await listen(await stage.connect("ben", 1), name);
    await ann.send({ typing: true }, { volatile: true });
    await until(() => ben.heard.length === 1);
    equal(ann.client.outbox.entries, []);
  },

  async "a listener that throws is told, and the next message comes"({ stage }) {
    const parley = await stage.connect("ann");
    const { room, heard } = await listen(parley, freshRoom());
    const errors = [];
    parley.on("error", ({ code, cause }) => errors.push([code, cause.message]));
    room.on("message", () => {
      throw new Error("mine");
    });
    // The channel's own listener of errors hears it; without one it is the client's.
    const other = parley.channel(room.name);
    other.on("message", () => {
      throw new Error("theirs");
    });
    await next(other, "joined");
    await room.send("one");
    await room.send("two");
    await until(() => heard.length === 2 && errors.length === 2);
    equal(errors[0], ["callback", "theirs"]);
    equal(parley.state.name, "open");
  },

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

  async "a place that is kept is gone on from"({ stage }) {
    const name = freshRoom();
    const first = await stage.connect("ann");
    const one = await listen(first, name, { persist: true });
    await one.room.send("one");
    await until(() => one.heard.length === 1);
    await first.close();
    const ben = await listen(await stage.connect("ben", 1), name);
    await ben.room.send("two");
    const again = await listen(await stage.connect("ann"), name, { persist: true, since: "last:9" });
    await until(() => again.heard.length > 0);
    equal(again.heard, ["two"]);
  },

  async "reconnects at random moments lose, double and reorder nothing"({ stage, each, cuts }) {
    const name = freshRoom();
    const people = {};
    let reconnects = 0;
    for (const [i, user] of ["ann", "ben"].entries()) {
      const parley = await stage.connect(user, i, { outboxEntries: 20_000 });
      parley.on("state", (state) => (reconnects += state.name === "waiting" ? 1 : 0));
      people[user] = await listen(parley, name);
    }
    const cutting = (async () => {
      while (reconnects < cuts) {
        await sleep(Math.random() * 120);
        await stage.control("cut", Math.floor(Math.random() * 2));
      }
    })();
    const said = [];
    for (let i = 0; i < each; i++) {
      // So that talk and cuts go on together to the end.
      await until(() => reconnects >= Math.floor((cuts * i) / each), "a reconnect", 60_000);
      for (const [user, { room }] of Object.entries(people)) said.push(room.send(`${user} ${i}`));
    }
    await cutting;
    const ids = new Set((await Promise.all(said)).map(({ id }) => id));
    equal(ids.size, 2 * each);
    const { ann, ben } = people;
    const all = () => [ann, ben].every(({ heard }) => heard.length >= 2 * each);
    await until(all, "all is heard", 60_000);
    equal(ann.heard, ben.heard);
    for (const user of ["ann", "ben"]) {
      const own = ann.heard.filter((text) => text.startsWith(user));
      equal(own, Array.from({ length: each }, (_, i) => `${user} ${i}`));
    }
    equal([...ann.trouble, ...ben.trouble], []);
  },
};

/** What only pages have: they are looked at, and keep something for their tab. */
export const PAGE_ONLY = new Set([
  "a page that is online or looked at again does not wait",
  "a place that is kept is gone on from",
]);

/** The stage's part that is the same everywhere: clients that end with their test. */
export function stageOf(Parley, urls, control) {
  const open = [];
  return {
    urls,
    control,
    opened: (parley) => void open.push(parley),
    /** Connected as that user over that wire, with waits that are short. */
    async connect(user, wire = 0, { onError, ...options } = {}) {
      const token = () => control("token", user);
      const parley = new Parley({ url: urls[wire], token, ...options });
      open.push(parley);
      if (onError) parley.on("error", onError);
      parley.connection.backoff.first = 5;
      parley.connection.backoff.most = 50;
      await next(parley, "state", ({ name }) => name === "open");
      return parley;
    },
    settle: (parley, promise) =>
      Promise.race([promise.catch(() => {}), until(() => parley.state.name === "closed")]),
    async strike() {
      await Promise.all(open.splice(0).map((parley) => parley.close()));
    },
  };
}
