import { basename } from "node:path";

/** For src/build/check: one line for each test, `passed`, `failed` or `skipped`, file and name. */
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const left = data.skip !== undefined || data.todo !== undefined;
    const outcome = left ? "skipped" : type === "test:pass" ? "passed" : "failed";
    yield `${outcome}\t${basename(data.file ?? "?")}\t${data.name}\n`;
  }
}
