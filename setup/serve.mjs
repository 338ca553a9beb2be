// Serves a folder on 127.0.0.1, as any static host would: right types, no compression, no headers that the app needs.
// `node setup/serve.mjs [FOLDER] [PORT]`; the tests import `serve` and put the site under a sub-path.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { argv, exit } from "node:process";
import { pathToFileURL } from "node:url";

// A pack is a gzip file, not a compressed answer: no Content-Encoding, the app inflates it.
const types = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The file that a request path means, or null: outside `base`, or outside the folder. */
function fileOf(root, base, path) {
  if (!path.startsWith(base)) return null;
  const file = normalize(join(root, path.slice(base.length) || "index.html"));
  return file === root || file.startsWith(root + sep) ? file : null;
}

/**
 * Serves `folder` under the sub-path `base` ("/…/"); port 0 takes any free one.
 * Gives `address` (with the sub-path), `hits` (every path asked for) and `close()`.
 */
export function serve(folder, { base = "/", port = 0 } = {}) {
  const root = normalize(folder).replace(/[/\\]+$/, "");
  const hits = [];
  const server = createServer(async (request, response) => {
    hits.push(request.url);
    let path = null;
    try {
      path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    } catch {
      // Not a path: answered as not found below.
    }
    const file = path === null ? null : fileOf(root, base, path.endsWith("/") ? `${path}index.html` : path);
    const found = file && (await stat(file).catch(() => null));
    const reply = (status, headers, body) => response.writeHead(status, { "Cache-Control": "no-cache", ...headers }).end(body);
    if (!found?.isFile()) return reply(404, { "Content-Type": "text/plain" }, "not found\n");
    if (request.method !== "GET" && request.method !== "HEAD") return reply(405, { Allow: "GET, HEAD" });
    const headers = {
      "Cache-Control": "no-cache",
      "Content-Length": found.size,
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "X-Content-Type-Options": "nosniff",
    };
    response.writeHead(200, headers);
    if (request.method === "HEAD") return response.end();
    createReadStream(file).on("error", () => response.destroy()).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const origin = `http://127.0.0.1:${server.address().port}`;
      const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
      resolve({ origin, address: origin + base, hits, close });
    });
  });
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const port = Number(argv[3] ?? process.env.PORT ?? 8080);
  try {
    const { address } = await serve(argv[2] ?? "dist", { port });
    console.log(`Hinterland is at ${address}   (Ctrl-C ends it)`);
  } catch (error) {
    if (error.code !== "EADDRINUSE") throw error;
    console.error(`Port ${port} is taken. Choose another: make serve PORT=${port + 1}`);
    exit(1);
  }
}
