import { after, afterEach, before, test } from "node:test";
import { Parley } from "../node.js";
import { openHouse } from "./kit/house.js";
import { PAGE_ONLY, stageOf, SUITE } from "./kit/suite.js";

let house;
const stages = {};
before(async () => {
  house = await openHouse();
  stages["the first door"] = stageOf(Parley, house.urls, house.control);
  stages["the fast door"] = stageOf(Parley, house.fastUrls, house.control);
});
afterEach(() => Promise.all(Object.values(stages).map((stage) => stage.strike())));
after(() => house.close());

for (const door of ["the first door", "the fast door"]) {
  for (const [name, run] of Object.entries(SUITE)) {
    if (PAGE_ONLY.has(name)) continue;
    test(`${door}: ${name}`, { timeout: 240_000 }, () =>
      run({ Parley, stage: stages[door], each: 5000, cuts: 200 }),
    );
  }
}
