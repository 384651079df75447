/** `npm run soak`: keepers at work for months of chain time, on endpoints that misbehave. Exits with 1 if a check fails. */
import { build } from "./support/build.js";
import { command, output, run, UsageError, type CommonOptions } from "./support/cli.js";

interface Options extends CommonOptions {
  seed: string;
  alone: string;
  together: string;
}

const program = command(
  "soak",
  "Let keepers work through simulated months of crashes and faults, and count what they did.",
)
  .option("--seed <number>", "which prices and faults", "20200312")
  .option("--alone <duration>", "how long one keeper works alone", "4m")
  .option("--together <duration>", "how long three work side by side", "1m");

await run(program, async () => {
  const options = program.opts<Options>();
  const seed = Number(options.seed);
  if (!/^\d+$/.test(options.seed) || !Number.isSafeInteger(seed)) {
    throw new UsageError(`"${options.seed}" is not a seed: choose a whole number.`);
  }
  await build();
  const { parseDuration } = await import("../src/sdk/index.js");
  const { runSoak } = await import("../src/soak/runSoak.js");
  const { formatSoak } = await import("../src/soak/report.js");
  const result = await runSoak({
    seed,
    alone: parseDuration(options.alone) * 1_000,
    together: parseDuration(options.together) * 1_000,
    onProgress: (sentence) => console.error(`${sentence} ...`),
  });
  output(options, result, () => formatSoak(result));
  process.exitCode = result.checks.every(({ passed }) => passed) ? 0 : 1;
});
