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
  const ports = {};
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output.push(line);
      ports.first ??= / started on port (\d+)/.exec(line)?.[1];
      ports.fast ??= /fast door listens on port (\d+)/.exec(line)?.[1];
      if (ports.first && ports.fast) resolve(undefined);
    });
    ended.then(() => reject(new Error(`It did not start:\n${output.join("\n")}`)));
  });
  return {
    port: Number(ports.first),
    /** Of the door for WebSocket alone. */
    fastPort: Number(ports.fast),
    url: `ws://127.0.0.1:${ports.first}/ws`,
    output,
    async stop(signal = "SIGKILL") {
      child.kill(signal);
      await ended;
    },
  };
}
