import { WebSocketServer } from "ws";

/**
 * A service that says what it is told: for what the real one says only in need. Each connection
 * gets the next of the answers; one is `{ error, close, after }`: the ERROR frame's headers, the
 * close code, and whether CONNECTED comes before.
 */
export async function startWords(...answers) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.on("listening", resolve));
  const seen = [];
  server.on("connection", (socket) => {
    seen.push(performance.now());
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    socket.on("message", (data) => {
      const receipt = /^DISCONNECT\n[^]*receipt:(\S+)/.exec(String(data));
      if (receipt) socket.send(`RECEIPT\nreceipt-id:${receipt[1]}\n\n\0`);
      if (!String(data).startsWith("CONNECT")) return;
      if (answer.open) {
        socket.send("CONNECTED\nversion:1.2\nuser-name:ann\nidempotency-window:300000\n\n\0");
      }
      const lines = Object.entries(answer.error ?? {}).map(([name, value]) => `${name}:${value}\n`);
      if (answer.error) socket.send(`ERROR\n${lines.join("")}\n\0`);
      if (answer.close) socket.close(answer.close);
    });
  });
  return {
    url: `ws://127.0.0.1:${server.address().port}/ws`,
    /** When connections came. */
    seen,
    close: () => {
      server.clients.forEach((client) => client.terminate());
      server.close();
    },
  };
}
