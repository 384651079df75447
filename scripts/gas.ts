import Table from "cli-table3";
import type { GasReport } from "../src/gas/measure.js";
import { build } from "./support/build.js";
import { command, output, run } from "./support/cli.js";

interface Options {
  json?: true;
  update?: true;
}

const program = command(
  "gas",
  "Gas of whole transactions on an in-process chain, and the size of every contract",
).option("--update", "record the figures in snapshots/, which `npm test` compares");

await run(program, async () => {
  await build();
  const { measureAll, writeSnapshots } = await import("../src/gas/snapshot.js");
  const { CODE_LIMITS } = await import("../src/gas/bytecode.js");
  const options = program.opts<Options>();
  const measured = await measureAll();
  if (options.update === true) await writeSnapshots(measured);

  output(options, { ...measured.gas, bytecode: measured.bytecode }, () => {
    const { chainlinkShaped, ...mock } = measured.gas;
    const gas = new Table({
      head: ["action", "gas", "behind a Chainlink-shaped feed"],
      colAligns: ["left", "right", "right"],
      style: { head: [] },
    });
    for (const action of Object.keys(mock) as (keyof GasReport)[]) {
      gas.push([action, mock[action].toLocaleString("en"), chainlinkShaped[action].toLocaleString("en")]);
    }
    const sizes = new Table({
      head: ["contract", "runtime bytes", "left of the limit", "creation bytes"],
      colAligns: ["left", "right", "right", "right"],
      style: { head: [] },
    });
    for (const [name, { runtime, creation }] of Object.entries(measured.bytecode)) {
      const left = CODE_LIMITS.runtime - runtime;
      sizes.push([name, runtime.toLocaleString("en"), left.toLocaleString("en"), creation.toLocaleString("en")]);
    }
    const next = "nextSameMarket, nextOtherMarket: what a further token adds to a transaction that rebalances several.";
    return [gas.toString(), next, sizes.toString()].join("\n");
  });
});
