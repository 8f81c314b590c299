import { createHmac } from "node:crypto";

export const SECRET = "a-secret-of-the-client-tests-with-more-than-32-bytes";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token for `sub`, HS256, RFC 7519. */
export function tokenFor(sub, { seconds = 3600, ...claims } = {}) {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const signed = `${part({ alg: "HS256" })}.${part({ sub, exp, ...claims })}`;
  return `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
}
