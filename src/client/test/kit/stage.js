// What the tests of the suite stand on, in Node and in a page.
import { next, until } from "./await.js";

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let rooms = 0;
export const freshRoom = (namespace = "rooms") => `${namespace}.suite-${Date.now()}-${++rooms}`;

export function equal(actual, expected) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${a?.slice(0, 2000)} instead of ${b?.slice(0, 2000)}`);
}

export async function fails(promise, code) {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  equal(error?.code, code);
}

/** A room in which somebody writes down what is heard, and what should not be. */
export async function listen(parley, name, options) {
  const room = parley.channel(name, options);
  const heard = [];
  const trouble = [];
  room.on("message", (m) => heard.push(m.text()));
  for (const bad of ["gap", "epoch", "error"]) room.on(bad, (w) => trouble.push([bad, w?.code ?? w]));
  await next(room, "joined");
  return { room, heard, trouble };
}

/** The stage's part that is the same everywhere: clients that end with their test. */
export function stageOf(Parley, urls, control) {
  const open = [];
  return {
    urls,
    control,
    opened: (parley) => void open.push(parley),
    /** Connected as that user over that wire, with waits that are short. */
    async connect(user, wire = 0, { onError, ...options } = {}) {
      const token = () => control("token", user);
      const parley = new Parley({ url: urls[wire], token, ...options });
      open.push(parley);
      if (onError) parley.on("error", onError);
      parley.connection.backoff.first = 5;
      parley.connection.backoff.most = 50;
      await next(parley, "state", ({ name }) => name === "open");
      return parley;
    },
    settle: (parley, promise) =>
      Promise.race([promise.catch(() => {}), until(() => parley.state.name === "closed")]),
    async strike() {
      await Promise.all(open.splice(0).map((parley) => parley.close()));
    },
  };
}
