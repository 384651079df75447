/** `npm run keeper`: keep every token rebalanced, until stopped. */
import { Command } from "commander";
import { isBuilt, run, UsageError } from "./support/cli.js";

const program = new Command("npm run keeper --")
  .description("Watch every token and rebalance what is due; anyone may.")
  .allowExcessArguments(false)
  .exitOverride()
  .configureOutput({ writeErr: () => undefined });

// Commander parses once all flags are known, and those come with the keeper, which needs the contracts' types.
const isReady = isBuilt();
if (isReady) (await import("./support/keeperOptions.js")).addKeeperOptions(program);

await run(program, async () => {
  if (!isReady) throw new UsageError("The contracts are not built: run `npm run build` first.");
  const { startKeeper } = await import("./support/startKeeper.js");
  await startKeeper(program.opts());
});
