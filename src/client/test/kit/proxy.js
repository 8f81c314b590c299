import net from "node:net";
import http from "node:http";
import { once } from "node:events";

/** A wire to the service that can be cut, made deaf, and mended. */
export async function startWire(port) {
  let target = port;
  const open = new Set();
  let mute = false;
  const server = net.createServer((client) => {
    const service = net.connect(target, "127.0.0.1");
    for (const [from, to, lost] of [
      [client, service, () => false],
      [service, client, () => mute],
    ]) {
      open.add(from);
      from.setNoDelay(true);
      from.on("data", (bytes) => lost() || to.write(bytes));
      from.on("error", () => {});
      from.on("close", () => (open.delete(from), to.destroy()));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = server.address().port;
  const cut = () => open.forEach((socket) => socket.resetAndDestroy());
  return {
    port: own,
    url: `ws://127.0.0.1:${own}/ws`,
    get isUp() {
      return server.listening;
    },
    /** What comes next goes to another service; what is open stays. */
    to: (another) => void (target = another),
    /** What is open breaks; what comes next may pass. */
    cut,
    /** From now on what the service says is lost; what the client says arrives. */
    mute: (on = true) => void (mute = on),
    /** What is open breaks and nothing new is accepted. */
    async down() {
      server.close();
      cut();
      if (server.listening) await once(server, "close");
    },
    async up() {
      mute = false;
      server.listen(own, "127.0.0.1");
      await once(server, "listening");
    },
    async close() {
      server.close();
      cut();
    },
  };
}

/** A proxy as some offices have it: HTTP passes, Upgrade does not. */
export async function startOldProxy(port) {
  const upgrades = [];
  const server = http.createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = http.request({ port, host: "127.0.0.1", method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      // An answer that breaks off must not look like one that goes on.
      answer.on("error", () => {});
      answer.on("close", () => answer.complete || response.destroy());
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  server.on("upgrade", (request, socket) => {
    upgrades.push(request.url);
    socket.on("error", () => {});
    socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address();
  return {
    port: own,
    url: `ws://127.0.0.1:${own}/ws`,
    upgrades,
    /** Every request under way breaks. */
    cut: () => server.closeAllConnections(),
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Accepts every connection and never says a word. */
export async function startSilence() {
  const open = new Set();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${server.address().port}/ws`,
    connections: () => open.size,
    close: () => {
      server.close();
      open.forEach((socket) => socket.destroy());
    },
  };
}
