/** `npm run demo`: March 2020, or a price file, through the real contracts on a chain in this process. */
import { readSource, type SourceOptions } from "../src/demo/source.js";
import { build } from "./support/build.js";
import { command, type CommonOptions, output, run } from "./support/cli.js";

const program = command(
  "demo",
  "Deploys the system on a chain in this process, lets three wallets mint BTC3L, BTC3S and BTC1.5L, walks the price " +
    "through March 2020 with a keeper at work, lets everybody redeem, and accounts for every cent.",
)
  .option("--prices <file>", "replay this CSV of time,open,high,low,close instead")
  .option("--from <time>", "first bar of the file to replay, such as 2020-03-01 (UTC)")
  .option("--to <time>", "first bar not to replay any more")
  .option("--step <percent>", "largest single move of the feed; 0 for one jump per price", "0.5%");

await run(program, async () => {
  const options = program.opts<SourceOptions & CommonOptions>();
  const source = await readSource(options);
  const missing = source.own?.missingBars ?? 0;
  if (missing > 0) console.error(`${String(missing)} bars are missing from the file: the price rests meanwhile.`);

  await build();
  // What was just built can be imported only now.
  const { allChecks, runDemo } = await import("../src/demo/demo.js");
  const { toJson } = await import("../src/demo/json.js");
  const { createProgress } = await import("../src/demo/progress.js");
  const { formatReport } = await import("../src/demo/report.js");

  const result = await runDemo({ ...source, onProgress: createProgress(process.stderr) });
  output(options, toJson(result), () => formatReport(result, wantsColor()));
  if (allChecks(result).some(({ passed }) => !passed)) process.exitCode = 1;
});

/** https://no-color.org and its opposite; otherwise colours are for terminals. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "0") return true;
  return process.stdout.isTTY;
}
