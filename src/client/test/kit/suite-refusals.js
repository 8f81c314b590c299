// What the service does not take.
import { until } from "./await.js";
import { equal, fails, freshRoom, listen } from "./stage.js";

export const REFUSALS = {
  async "a refused message holds nobody up"({ stage }) {
    const parley = await stage.connect("ann");
    const { room } = await listen(parley, freshRoom());
    const states = [];
    parley.on("outbox", ({ state, error }) => states.push(error?.code ?? state));
    await fails(parley.channel(freshRoom("news")).send("only for backends"), "forbidden");
    await fails(room.send("x".repeat(70_000)), "too-large");
    await room.send("goes on");
    equal(states.slice(-3), ["queued", "sent", "logged"]);
    equal(states.includes("forbidden"), true);
  },

  async "a channel that may not be read says so, and the others go on"({ stage }) {
    const parley = await stage.connect("ann");
    const errors = [];
    const vault = parley.channel(freshRoom("vault"));
    vault.on("error", ({ code }) => errors.push(code));
    const { room, heard } = await listen(parley, freshRoom());
    await until(() => errors.length === 1);
    equal(errors, ["forbidden"]);
    await room.send("still here");
    await until(() => heard.length === 1);
    await stage.control("cut", 0);
    await room.send("and after a cut");
    equal(errors, ["forbidden"]);
  },

  async "a message too large for this service is refused, and no other"({ stage }) {
    // The client is told of a larger limit than the service has.
    const parley = await stage.connect("ann", 0, { frameSize: 1_000_000 });
    const { room, heard } = await listen(parley, freshRoom());
    const large = room.send("x".repeat(80_000));
    const small = room.send("small");
    await fails(large, "too-large");
    await stage.settle(parley, small);
    await until(() => ["open", "closed"].includes(parley.state.name));
    if (parley.state.name === "closed") equal(parley.state.reason.code, "too-large");
    else await until(() => heard.includes("small"));
  },
};
