import { readFile } from "node:fs/promises";
import type { ParametersFile } from "../../src/deploy/parameters.js";

/** The environment of the local node. */
export const LOCAL = "ignition/parameters/local.json";

/** Its parameters as they are written, to be changed. */
export async function localFile(): Promise<ParametersFile> {
  return JSON.parse(await readFile(LOCAL, "utf8")) as ParametersFile;
}

/** The message a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "it did not fail",
    (error: unknown) => (error as Error).message,
  );
}
