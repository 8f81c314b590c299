import { after, afterEach, before, test } from "node:test";
import { Parley } from "../node.js";
import { openHouse } from "./kit/house.js";
import { stageOf, SUITE } from "./kit/suite.js";

let house;
let stage;
before(async () => {
  house = await openHouse();
  stage = stageOf(Parley, house.urls, house.control);
});
afterEach(() => stage.strike());
after(() => house.close());

for (const [name, run] of Object.entries(SUITE)) {
  test(name, { timeout: 240_000 }, async (t) => {
    const leftOut = await run({ Parley, stage, each: 5000, cuts: 200 });
    if (leftOut) t.diagnostic(leftOut);
  });
}
