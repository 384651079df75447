import { fileURLToPath } from "node:url";
import type { Parameters } from "../../src/deploy/parameters.js";
import { readParameters } from "../../src/deploy/readParameters.js";

const FILE = fileURLToPath(new URL("../../ignition/parameters/local.json", import.meta.url));

/** What the local environment deploys. */
export function localParameters(): Promise<Parameters> {
  return readParameters(FILE);
}
