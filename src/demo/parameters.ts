import { fileURLToPath } from "node:url";
import type { Parameters } from "../deploy/parameters.js";
import { readParameters } from "../deploy/readParameters.js";

/** What the demo trades, and in which order it shows it: one wallet each. */
export const SYMBOLS = ["BTC3L", "BTC3S", "BTC1.5L"] as const;
export const MARKET = "BTC";

const LOCAL_PARAMETERS = fileURLToPath(new URL("../../ignition/parameters/local.json", import.meta.url));

/** The environment the demo deploys: the local one's. Needs no build, so that bad input is refused before one. */
export async function demoParameters(): Promise<Parameters> {
  return readParameters(LOCAL_PARAMETERS);
}
