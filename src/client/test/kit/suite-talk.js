// What people say to each other, and who is there.
import { next, until } from "./await.js";
import { equal, freshRoom, listen } from "./stage.js";

export const TALK = {
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
};
