// A person who talks without a pause while the service moves the connection about; HandoverIT says
// when. Arguments: the ports of the nodes. Commands on stdin: `to {index of a node}`, `end`.
// Lines on stdout: `ready`, `moved` for each new link, and `result ok` or what was wrong.
import { createInterface } from "node:readline";
import { Parley } from "../../node.js";
import { next, until } from "./await.js";
import { startWire } from "./proxy.js";
import { tokenFor } from "./token.js";

const ports = process.argv.slice(2).map(Number);
const wire = await startWire(ports[0]);
const room = "rooms.handover";

function enter(user, url) {
  const parley = new Parley({ url, token: () => tokenFor(user) });
  const channel = parley.channel(room, { presence: true });
  const heard = [];
  channel.on("message", (m) => heard.push(m.text()));
  for (const bad of ["gap", "epoch", "error"]) channel.on(bad, (w) => problems.push([bad, w]));
  return { parley, channel, heard };
}

const problems = [];
let over = false;
const witness = enter("witness", `ws://127.0.0.1:${ports[0]}/ws`);
await next(witness.channel, "joined");
const mover = enter("mover", wire.url);
await next(mover.channel, "joined");
mover.parley.on("state", ({ name }) => over || problems.push(["state", name]));
const isThere = () => witness.channel.presence.members.some(({ user }) => user === "mover");
await until(isThere);
witness.channel.on("presence", () => isThere() || over || problems.push(["presence", "left"]));

let { link } = mover.parley.connection;
const said = [];
const talking = setInterval(() => said.push(mover.channel.send(`${said.length}`)), 2);
const looking = setInterval(() => {
  if (mover.parley.connection.link === link) return;
  link = mover.parley.connection.link;
  console.log("moved");
}, 1);

async function end() {
  clearInterval(talking);
  clearInterval(looking);
  const ids = await Promise.all(said);
  await until(() => [mover, witness].every(({ heard }) => heard.length >= said.length));
  const numbers = JSON.stringify(said.map((_, i) => `${i}`));
  if (new Set(ids.map(({ id }) => id)).size !== said.length) problems.push("doubled");
  for (const { heard } of [mover, witness]) {
    if (JSON.stringify(heard) !== numbers) problems.push(["heard", heard.length, said.length]);
  }
  over = true;
  await Promise.all([mover, witness].map(({ parley }) => parley.close()));
  wire.close();
  console.log(problems.length ? `result ${JSON.stringify(problems)}` : "result ok");
  process.exit();
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const [command, argument] = line.split(" ");
  if (command === "to") wire.to(ports[Number(argument)]);
  if (command === "end") end();
});
console.log("ready");
