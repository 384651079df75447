import { expect } from "chai";
import { addOptions, type BacktestOptions } from "../../scripts/support/backtest/options.js";
import { readChoices } from "../../scripts/support/backtest/readChoices.js";
import { requireSense } from "../../scripts/support/backtest/requireSense.js";
import { planSweep } from "../../scripts/support/backtest/runSweep.js";
import { command } from "../../scripts/support/cli.js";
import { WAD } from "../../src/prices/index.js";
import { localParameters } from "../support/backtest/runs.js";

/** What a command line comes to. */
async function read(line: string) {
  const program = addOptions(command("backtest", ""));
  program.parse(
    line.split(" ").filter((word) => word !== ""),
    { from: "user" },
  );
  const options = program.opts<BacktestOptions>();
  requireSense(options, (name) => program.getOptionValueSource(name) === "cli");
  const choices = readChoices(options, await localParameters());
  return { choices, plan: planSweep(options, choices) };
}

async function refusal(line: string): Promise<string> {
  return read(line).then(
    () => expect.fail(`${line} was accepted`),
    (error: unknown) => (error as Error).message,
  );
}

describe("npm run backtest: options", function () {
  it("mean, when nothing is said, what is deployed: 3x, daily and on its bands, all costs", async function () {
    const { choices } = await read("");
    expect(choices).to.have.length(1);
    expect(choices[0]).to.include({ leverage: 3n * WAD, policy: "daily+threshold", depth: 40_000_000_000n });
    expect(choices[0]!.bands.upper).to.equal((4n * WAD) / 3n);
  });

  it("take every token with every policy", async function () {
    const { choices } = await read("--token BTC3L BTC1.5S --policy daily,threshold");
    expect(choices.map(({ token, leverage, policy }) => [token, Number(leverage) / 1e18, policy])).to.deep.equal([
      ["BTC3L", 3, "daily"],
      ["BTC3L", 3, "threshold"],
      ["BTC1.5S", -1.5, "daily"],
      ["BTC1.5S", -1.5, "threshold"],
    ]);
  });

  it("take a negative multiple, and a band for all three", async function () {
    const { choices } = await read("--leverage -1.5 --band 1.25");
    expect(choices[0]!.leverage).to.equal((-3n * WAD) / 2n);
    const { lower, upper, emergency } = choices[0]!.bands;
    expect([lower, upper, emergency].map(Number)).to.deep.equal([0.75e18, 1.25e18, 1.5e18]);
  });

  it("plan a sweep around the one choice", async function () {
    const { plan } = await read("--policy threshold --sweep leverage=1..2:1 band=1.2..1.3:0.1");
    expect(plan!.axes.map(({ name, values }) => [name, values.length])).to.deep.equal([
      ["leverage", 2],
      ["band", 2],
    ]);
  });

  for (const [line, problem] of [
    ["--token BTC3L --leverage 3", "contradict each other"],
    ["--no-costs --taker-fee 0.1%", "--no-costs and --taker-fee contradict"],
    ["--no-costs --funding rates.csv", "--no-costs and --funding contradict"],
    ["--policy none --band 1.3", "--band does nothing without --policy threshold"],
    ["--policy threshold --offset 2h", "--offset does nothing without --policy daily"],
    ["--band 1.3 --upper-band 1.4", "--band and --upper-band contradict"],
    ["--volatility 50%", "--volatility does nothing without --simulate"],
    ["--sweep band=1.1..1.2:0.1 --policy daily", "--sweep band does nothing"],
    ["--sweep leverage=1..2:1 --token BTC3L", "contradict each other"],
    ["--sweep leverage=1..9:1", 'The leverage "6" is no token'],
    ["--sweep leverage=1..2:1 --policy daily,threshold", "one token under one policy"],
    ["--sweep leverage=1..2:1 leverage=1..2:1", "varies the same thing twice"],
    ["--policy weekly", '"weekly" is no policy'],
    ["--leverage 0", 'The leverage "0" is no token'],
    ["--leverage 1.005", 'The leverage "1.005" is no token'],
    ["--token BTC", "is no token's symbol"],
    ["--period 10m", "--period from 1h to 30d"],
    ["--offset 2d", "--offset from 0s to 23h 59m"],
    ["--upper-band 1", "--upper-band from 1.01 to 1.67"],
    ["--lower-band 1", "--lower-band from 0.01 to 0.99"],
    ["--emergency-band 1.2", "--upper-band from 1.01 to 1.20"],
    ["--band 4/0", "is not a ratio"],
    ["--management-fee 11%", "0% to 10% a year"],
    ["--taker-fee 5%", "maintenance margin"],
    ["--capital 0", "not above zero"],
  ] as const) {
    it(`refuse ${line} in one line`, async function () {
      const message = await refusal(line);
      expect(message).to.include(problem);
      expect(message).not.to.include("\n");
    });
  }
});
