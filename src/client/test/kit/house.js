import { startOldProxy, startWire } from "./proxy.js";
import { startServer } from "./server.js";
import { tokenFor } from "./token.js";

/** The service, two wires to it, and what a test may do to them; from Node, or for a page. */
export async function openHouse(...settings) {
  const server = await startServer(
    "--parley.namespaces.rooms.history=20000",
    "--parley.allowed-origins=http://127.0.0.1:*",
    ...settings,
  );
  const wires = [await startWire(server.port), await startWire(server.port)];
  const fast = [await startWire(server.fastPort), await startWire(server.fastPort)];
  const proxies = [];
  const both = (wire, act) => Promise.all([wires[wire], fast[wire]].map(act));
  const acts = {
    token: (user, options) => tokenFor(user, options),
    cut: (wire) => both(wire, (each) => each.cut()),
    mute: (wire) => both(wire, (each) => each.mute(true)),
    unmute: (wire) => both(wire, (each) => each.mute(false)),
    down: (wire) => both(wire, (each) => each.down()),
    up: (wire) => both(wire, (each) => each.up()),
  };
  return {
    server,
    wires,
    urls: wires.map(({ url }) => url),
    fastUrls: fast.map(({ url }) => url),
    async control(act, ...args) {
      const answer = await acts[act](...args);
      return typeof answer === "string" ? answer : null; // A page gets what can be sent to it.
    },
    /** The wires behind proxies that refuse Upgrade. */
    async oldUrls() {
      for (const { port } of wires) proxies.push(await startOldProxy(port));
      return proxies.map(({ url }) => url);
    },
    upgradesRefused: () => proxies.reduce((sum, { upgrades }) => sum + upgrades.length, 0),
    async close() {
      for (const each of [...proxies, ...wires, ...fast]) await each.close();
      await server.stop();
    },
  };
}
