// What a connection that was cut has missed, and what it had sent.
import { until } from "./await.js";
import { equal, freshRoom, listen, sleep } from "./stage.js";

export const RESUME = {
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
