import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * A real browser; with a folder it keeps what pages store, as a person's does, and its pages may
 * connect elsewhere: they stand for an application's, which is not under the service's own policy.
 */
export async function launchChromium(folder) {
  const executablePath = process.env.PARLEY_CHROMIUM || PATHS.find(existsSync);
  // Without it Chromium does not start as root, which is who builds in containers.
  const options = { executablePath, args: ["--no-sandbox"] };
  return folder
    ? chromium.launchPersistentContext(folder, { ...options, bypassCSP: true })
    : chromium.launch(options);
}
