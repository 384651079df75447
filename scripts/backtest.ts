/** `npm run backtest`: years of prices through the contracts' own arithmetic. */
import { backtest } from "../src/backtest/backtest.js";
import { settingsOf, termsOf } from "../src/backtest/choice.js";
import { sweepToJson, toJson } from "../src/backtest/json.js";
import { formatResults } from "./support/backtest/formatResults.js";
import { formatSweep } from "./support/backtest/formatSweep.js";
import { addOptions, type BacktestOptions } from "./support/backtest/options.js";
import { readChoices } from "./support/backtest/readChoices.js";
import { readCourse } from "./support/backtest/readCourse.js";
import { openReport } from "./support/backtest/openReport.js";
import { requireSense } from "./support/backtest/requireSense.js";
import { planSweep, runSweep } from "./support/backtest/runSweep.js";
import { formatVerified, hasDifference, runVerify } from "./support/backtest/runVerify.js";
import { command, output, run } from "./support/cli.js";
import { localParameters } from "./support/localParameters.js";

const program = addOptions(
  command(
    "backtest",
    "Runs leveraged tokens through a price file, with the contracts' own arithmetic, and says what they would have done: " +
      "NAV, leverage, every rebalance, and what compounding, funding, trading and fees each took.",
  ),
);

await run(program, async () => {
  const options = program.opts<BacktestOptions>();
  requireSense(options, (name) => program.getOptionValueSource(name) === "cli");
  const parameters = await localParameters();
  const choices = readChoices(options, parameters);
  const plan = planSweep(options, choices);
  const report = await openReport(options.out);
  const given = await readCourse(options);
  const { course, stretch } = given;

  if (plan !== undefined) {
    const sweep = await runSweep(plan, parameters, given);
    const file = await report?.write({ sweep });
    output(options, sweepToJson(sweep), () => [formatSweep(sweep), ...read(file)].join("\n"));
    return;
  }
  const runs = choices.map((choice) => {
    const label = `${choice.token} ${choice.policy}`;
    return backtest(label, settingsOf(choice, stretch), termsOf(parameters, choice), course);
  });
  const file = await report?.write({ runs });
  const count = options.verifyOnChain;
  const verified = count === undefined ? undefined : await runVerify(count, parameters, choices, given);
  const [first, ...others] = runs.map(toJson);
  const json = others.length === 0 ? { ...first, verified } : { runs: [first, ...others], verified };
  output(options, json, () => [formatResults(runs), ...formatVerified(verified), ...read(file)].join("\n"));
  if (hasDifference(verified)) process.exitCode = 1;
});

function read(file: string | undefined): string[] {
  return file === undefined ? [] : ["", `Read ${file}`];
}
