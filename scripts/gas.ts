import { Command } from "commander";
import Table from "cli-table3";
import { readParameters } from "../src/deploy/readParameters.js";
import { measureGas, type GasReport } from "../src/gas/measure.js";

const { json } = new Command("gas")
  .description("Gas of whole transactions, measured on an in-process chain deployed by the Ignition modules")
  .option("--json", "print one JSON object")
  .parse()
  .opts<{ json?: true }>();

const parameters = await readParameters("ignition/parameters/local.json");
const report = await measureGas(parameters, "mock");
const chainlinkShaped = await measureGas(parameters, "chainlinkShaped");

if (json === true) {
  console.log(JSON.stringify({ ...report, chainlinkShaped }));
} else {
  const table = new Table({
    head: ["action", "gas", "behind a Chainlink-shaped feed"],
    colAligns: ["left", "right", "right"],
    style: { head: [] },
  });
  for (const action of Object.keys(report) as (keyof GasReport)[]) {
    table.push([action, report[action].toLocaleString("en"), chainlinkShaped[action].toLocaleString("en")]);
  }
  console.log(table.toString());
  console.log("nextSameMarket, nextOtherMarket: what a further token adds to a transaction that rebalances several.");
}
