// Fails when what a customer's browser loads grows over its limits (bytes after gzip).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const OUT = fileURLToPath(new URL("../../../src/handrail/web/static/widget", import.meta.url));
const LIMITS = { loader: 15_000, app: 60_000 };

const sizes = { loader: 0, app: 0 };
for (const entry of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const bytes = gzipSync(readFileSync(join(entry.parentPath, entry.name)), { level: 9 }).length;
  sizes[entry.name === "loader.js" ? "loader" : "app"] += bytes;
}

let fits = true;
for (const [part, limit] of Object.entries(LIMITS)) {
  const over = sizes[part] === 0 || sizes[part] > limit;
  console.log(`widget ${part}: ${sizes[part]} of ${limit} bytes gzip${over ? " FAILS" : ""}`);
  if (over) fits = false;
}
process.exitCode = fits ? 0 : 1;
