import http from "node:http";
import { readFile } from "node:fs/promises";
import { once } from "node:events";
import { extname } from "node:path";

const TYPES = { ".js": "text/javascript", ".html": "text/html", ".css": "text/css" };

/** Serves a folder, and an empty page for everything that ends with a slash. */
export async function servePages(folder) {
  const server = http.createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    try {
      const isEmpty = path === "/empty/";
      const body = isEmpty ? "<!doctype html><title>t</title>" : await readFile(folder + path);
      response.writeHead(200, { "content-type": TYPES[extname(path) || ".html"] ?? "text/plain" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: server.address().port,
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
