import { glob, stat } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";
import { buildConfig, DIST_FOLDER, WEB_FOLDER } from "./config.js";

/** What the page is made of, from the repository's root. */
const SOURCES = [
  "web/index.html",
  "web/public/**",
  "web/src/**",
  "web/server/**",
  "src/sdk/**",
  "src/model/**",
  "types/**/*__factory.ts",
  "package-lock.json",
];

/** Builds the page into `web/dist`. */
export async function buildPage(): Promise<void> {
  await build(buildConfig);
}

/** Whether `web/dist` is missing or older than anything it is made of. */
export async function isPageStale(): Promise<boolean> {
  const cwd = path.join(WEB_FOLDER, "..");
  const builtAt = await modifiedAt(path.join(DIST_FOLDER, "index.html"));
  for await (const file of glob(SOURCES, { cwd })) {
    if ((await modifiedAt(path.join(cwd, file))) > builtAt) return true;
  }
  return builtAt === 0;
}

/** {ms} 0 for a file that does not exist. */
async function modifiedAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}
