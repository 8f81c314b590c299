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
  const proxies = [];
  const acts = {
    token: (user, options) => tokenFor(user, options),
    cut: (wire) => wires[wire].cut(),
    mute: (wire) => wires[wire].mute(true),
    unmute: (wire) => wires[wire].mute(false),
    down: (wire) => wires[wire].down(),
    up: (wire) => wires[wire].up(),
  };
  return {
    server,
    wires,
    urls: wires.map(({ url }) => url),
    control: async (act, ...args) => (await acts[act](...args)) ?? null,
    /** The wires behind proxies that refuse Upgrade. */
    async oldUrls() {
      for (const { port } of wires) proxies.push(await startOldProxy(port));
      return proxies.map(({ url }) => url);
    },
    upgradesRefused: () => proxies.reduce((sum, { upgrades }) => sum + upgrades.length, 0),
    async close() {
      for (const each of [...proxies, ...wires]) await each.close();
      await server.stop();
    },
  };
}
