import Table from "cli-table3";
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
  const { flatten, measureAll, writeSnapshots } = await import("../src/gas/snapshot.js");
  const { CODE_LIMITS } = await import("../src/gas/bytecode.js");
  const options = program.opts<Options>();
  const measured = await measureAll();
  if (options.update === true) await writeSnapshots(measured);

  output(options, { ...measured.gas, bytecode: measured.bytecode }, () => {
    const { chainlinkShaped, ...mock } = measured.gas;
    const [left, right] = [flatten(mock), flatten(chainlinkShaped)];
    const gas = new Table({
      head: ["action", "gas", "behind a Chainlink-shaped feed"],
      colAligns: ["left", "right", "right"],
      style: { head: [] },
    });
    for (const [action, used] of left) {
      gas.push([action, used.toLocaleString("en"), right.get(action)?.toLocaleString("en") ?? ""]);
    }
    const sizes = new Table({
      head: ["contract", "runtime bytes", "left of the limit", "creation bytes"],
      colAligns: ["left", "right", "right", "right"],
      style: { head: [] },
    });
    for (const [name, { runtime, creation }] of Object.entries(measured.bytecode)) {
      const room = CODE_LIMITS.runtime - runtime;
      sizes.push([name, runtime.toLocaleString("en"), room.toLocaleString("en"), creation.toLocaleString("en")]);
    }
    const notes = [
      "nextSameMarket, nextOtherMarket: what a further token adds to a transaction that rebalances several.",
      "router.depositWithPermit stands against depositAtToken, router.flip against redeemAndDepositApart: two transactions.",
      "upkeep.performUpkeep: for so many due tokens; upkeep.check, upkeep.watch: what each token adds to such a call.",
    ];
    return [gas.toString(), ...notes, sizes.toString()].join("\n");
  });
});
