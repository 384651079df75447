/** `npm run backtest`: years of prices through the contracts' own arithmetic. */
import { backtest } from "../src/backtest/backtest.js";
import { settingsOf, termsOf } from "../src/backtest/choice.js";
import { sweepToJson, toJson } from "../src/backtest/json.js";
import { formatResults } from "./support/backtest/formatResults.js";
import { formatSweep } from "./support/backtest/formatSweep.js";
import { runSweep } from "./support/backtest/runSweep.js";
import { addOptions, type BacktestOptions } from "./support/backtest/options.js";
import { readChoices, requireSense } from "./support/backtest/readChoices.js";
import { readCourse } from "./support/backtest/readCourse.js";
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
  const given = await readCourse(options);
  if (options.sweep !== undefined) {
    const result = await runSweep(options, parameters, choices, given);
    output(options, sweepToJson(result), () => formatSweep(result));
    return;
  }
  if (options.verifyOnChain !== undefined) {
    const verified = await runVerify(options.verifyOnChain, parameters, choices, given);
    output(options, { verified }, () => formatVerified(verified));
    if (hasDifference(verified)) process.exitCode = 1;
    return;
  }
  const { course, stretch } = given;
  const results = choices.map((choice) => {
    const label = `${choice.token} ${choice.policy}`;
    return backtest(label, settingsOf(choice, stretch), termsOf(parameters, choice), course);
  });
  const [first] = results;
  const json = results.length === 1 && first !== undefined ? toJson(first) : { runs: results.map(toJson) };
  output(options, json, () => formatResults(results));
});
