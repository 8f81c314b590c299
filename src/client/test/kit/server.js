import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SECRET } from "./token.js";

const ROOT = process.env.PARLEY_ROOT ?? fileURLToPath(new URL("../../../..", import.meta.url));
const JAVA = process.env.JAVA25_HOME ? `${process.env.JAVA25_HOME}/bin/java` : "java";

/** The packaged service in a process of its own, on a free port. */
export async function startServer(...settings) {
  const args = [
    "-jar",
    `${ROOT}/target/parley.jar`,
    "--server.port=0",
    "--parley.socket.port=0",
    "--server.address=127.0.0.1",
    `--parley.auth.secret=${SECRET}`,
    `--spring.config.additional-location=file:${ROOT}/src/test/resources/wire.yml`,
    ...settings,
  ];
  const child = spawn(JAVA, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const output = [];
  let fastPort;
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output.push(line);
      fastPort ??= /fast door listens on port (\d+)/.exec(line)?.[1];
      const started = /started on port (\d+)/.exec(line);
      if (started) resolve(Number(started[1]));
    });
    ended.then(() => reject(new Error(`It did not start:\n${output.join("\n")}`)));
  });
  return {
    port,
    /** Of the door for WebSocket alone. */
    fastPort: Number(fastPort),
    url: `ws://127.0.0.1:${port}/ws`,
    output,
    async stop(signal = "SIGKILL") {
      child.kill(signal);
      await ended;
    },
  };
}
