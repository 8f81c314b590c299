import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Parley } from "../node.js";
import { next, until } from "./kit/await.js";
import { startWire } from "./kit/proxy.js";
import { startServer } from "./kit/server.js";
import { tokenFor } from "./kit/token.js";

const EACH = Number(process.env.PARLEY_EACH ?? 5000);
const CUTS = Number(process.env.PARLEY_CUTS ?? 200);

let server;
before(async () => (server = await startServer("--parley.namespaces.rooms.history=20000")));
after(() => server.stop());

async function connect(user, url) {
  const parley = new Parley({ url, token: () => tokenFor(user), outboxEntries: 20_000 });
  // The waits are shortened, so that 200 reconnects take seconds; how long they are has its test.
  parley.connection.backoff.first = 5;
  parley.connection.backoff.most = 50;
  const room = parley.channel("rooms.exactly-once");
  const heard = [];
  const trouble = [];
  room.on("message", (m) => heard.push(m.text()));
  for (const bad of ["gap", "epoch", "error"]) room.on(bad, (what) => trouble.push([bad, what]));
  await next(room, "joined");
  return { parley, room, heard, trouble };
}

test("200 reconnects lose, double and reorder nothing of 10,000 messages", async (t) => {
  const wires = [await startWire(server.port), await startWire(server.port)];
  t.after(() => wires.forEach((wire) => wire.close()));
  const [ann, ben] = await Promise.all([
    connect("ann", wires[0].url),
    connect("ben", wires[1].url),
  ]);
  t.after(() => Promise.all([ann.parley.close(), ben.parley.close()]));
  let reconnects = 0;
  for (const { parley } of [ann, ben]) {
    parley.on("state", ({ name }) => (reconnects += name === "waiting" ? 1 : 0));
  }

  const cutting = (async () => {
    while (reconnects < CUTS) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      wires[Math.floor(Math.random() * 2)].cut();
    }
  })();
  const said = [];
  for (let i = 0; i < EACH; i++) {
    // So that talk and cuts go on together to the end.
    await until(() => reconnects >= Math.floor((CUTS * i) / EACH), "a reconnect", 60_000);
    for (const [name, who] of Object.entries({ ann, ben })) said.push(who.room.send(`${name} ${i}`));
  }
  await cutting;
  const ids = new Set((await Promise.all(said)).map(({ id }) => id));
  assert.equal(ids.size, 2 * EACH);
  await until(() => [ann, ben].every(({ heard }) => heard.length >= 2 * EACH), "all is heard", 60_000);

  assert.deepEqual(ann.heard, ben.heard);
  for (const name of ["ann", "ben"]) {
    const own = ann.heard.filter((text) => text.startsWith(name));
    assert.deepEqual(own, Array.from({ length: EACH }, (_, i) => `${name} ${i}`));
  }
  assert.deepEqual([...ann.trouble, ...ben.trouble], []);
  assert.ok(reconnects >= CUTS, `only ${reconnects} reconnects`);
});
