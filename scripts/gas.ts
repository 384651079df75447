import { Command } from "commander";
import Table from "cli-table3";
import { readParameters } from "../src/deploy/readParameters.js";
import { measureGas } from "../src/gas/measure.js";
import { measureUpkeep } from "../src/gas/measureUpkeep.js";
import type { FeedShape } from "../src/gas/feeds.js";

const { json } = new Command("gas")
  .description("Gas of whole transactions, measured on an in-process chain deployed by the Ignition modules")
  .option("--json", "print one JSON object")
  .parse()
  .opts<{ json?: true }>();

const parameters = await readParameters("ignition/parameters/local.json");
const report = await measure("mock");
const chainlinkShaped = await measure("chainlinkShaped");

if (json === true) {
  console.log(JSON.stringify({ ...report, chainlinkShaped }));
} else {
  const table = new Table({
    head: ["action", "gas", "behind a Chainlink-shaped feed"],
    colAligns: ["left", "right", "right"],
    style: { head: [] },
  });
  const [left, right] = [rows(report), rows(chainlinkShaped)];
  for (const [index, [action, gas]] of left.entries()) {
    table.push([action, gas.toLocaleString("en"), right[index]?.[1].toLocaleString("en") ?? ""]);
  }
  console.log(table.toString());
  console.log("nextSameMarket, nextOtherMarket: what a further token adds to a transaction that rebalances several.");
  console.log("upkeep: performUpkeep for so many due tokens; check, watch: what each token adds to such a call.");
}

async function measure(shape: FeedShape) {
  return { ...(await measureGas(parameters, shape)), upkeep: await measureUpkeep(parameters, shape) };
}

/** One row per figure; those of the upkeep under their path. */
function rows(figures: object, path = ""): [string, number][] {
  return Object.entries(figures).flatMap(([key, value]: [string, unknown]): [string, number][] =>
    typeof value === "number" ? [[path + key, value]] : rows(value as object, `${path}${key} `),
  );
}
