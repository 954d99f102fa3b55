/** The digest of everything that the build is made from: SHA-256 over "path, line feed, content" of each file, in order of path.
 *
 * The same is reckoned in Python by tests/studio/test_site.py, so that machines without Node can check the committed build. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(fileURLToPath(import.meta.url));
const ALONE = ["index.html", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts"];

export function sourcesDigest() {
  const found = readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const sum = createHash("sha256");
  for (const path of [...ALONE, ...found].sort()) {
    sum.update(path + "\n");
    sum.update(readFileSync(join(ROOT, path)));
  }
  return sum.digest("hex");
}
