import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { isBuilt, UsageError } from "./cli.js";

const HARDHAT = fileURLToPath(new URL("dist/src/cli.js", import.meta.resolve("hardhat/package.json")));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds what is not built or has changed since. Standard output is left to the command. */
export async function build(): Promise<void> {
  if (!isBuilt()) console.error("Building the contracts, which takes a minute the first time ...");
  const child = spawn(process.execPath, [HARDHAT, "build", "--quiet"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new UsageError("The contracts do not build: run `npm run build` to see why.");
}
