import { expect } from "chai";
import { network } from "hardhat";
import { deploySystem } from "../../src/deploy/deploySystem.js";
import { parseParameters, type ParametersFile } from "../../src/deploy/parameters.js";
import { readParameters } from "../../src/deploy/readParameters.js";
import { WAD } from "../support/numbers.js";
import { failure, localFile } from "../support/parameters.js";

describe("Parameters", function () {
  for (const name of ["local", "local-no-costs", "testnet"]) {
    it(`of the environment ${name} pass the rules of venue and factory`, async function () {
      const parameters = await readParameters(`ignition/parameters/${name}.json`);
      // Feeds of another chain are not here.
      for (const { oracle } of Object.values(parameters.markets)) {
        if (typeof oracle!.feed === "string") oracle!.feed = { mock: { description: "", decimals: 8, price: "1000" } };
      }
      const deployment = await deploySystem(await network.create(), parameters);
      expect(Object.keys(deployment.tokens)).to.have.length(7);
    });
  }

  // At the edge of open interest a trade's average price is away from index by no more than the cap over depth.
  for (const name of ["local", "local-no-costs", "testnet"]) {
    it(`of the environment ${name} let skew block no rebalance, however much of open interest strangers hold`, async function () {
      const { markets, policy } = await readParameters(`ignition/parameters/${name}.json`);
      for (const { listing } of Object.values(markets)) {
        const { takerFee, depth, openInterestCap } = listing!;
        const dearest = (takerFee * WAD) / 1_000_000n + (depth === 0n ? 0n : (openInterestCap * WAD) / depth);
        expect(policy.maxSlippage).to.be.at.least(dearest);
        expect(policy.emergencySlippage).to.be.at.least(dearest);
      }
    });
  }

  // Who knows the price before the feed speaks would win at the venue itself, of the liquidity providers.
  for (const name of ["local", "local-no-costs", "testnet"]) {
    it(`of the environment ${name} let two taker fees cost what the feed may hide`, async function () {
      const { markets } = await readParameters(`ignition/parameters/${name}.json`);
      for (const { oracle, listing } of Object.values(markets)) {
        expect(2n * listing!.takerFee * (WAD / 1_000_000n)).to.be.at.least(oracle!.deviationThreshold);
      }
    });
  }

  const faults: [string, (file: ParametersFile) => unknown, RegExp][] = [
    [
      "a percentage without its sign",
      (file) => (file.markets["BTC"]!.listing!.takerFee = "0.05"),
      /^test: `markets\.BTC\.listing\.takerFee` "0\.05" is not a percentage/,
    ],
    [
      "a duration without a unit",
      (file) => (file.governance.delay = "10"),
      /`governance\.delay` "10" is not a duration/,
    ],
    ["an account that is none", (file) => (file.governance.governor = "me"), /`governance\.governor`/],
    ["a negative amount", (file) => (file.limits.capacity = "-1"), /`limits\.capacity` "-1" is not a number/],
    ["a mangled address", (file) => (file.collateral = "0x12"), /`collateral` "0x12" is not an address/],
    [
      "a mock's missing field",
      (file) => delete (file.collateral as { mock: { symbol?: string } }).mock.symbol,
      /`collateral\.mock\.symbol`/,
    ],
    [
      "a key that does not exist",
      (file) => Object.assign(file.fees, { exit: "1%" }),
      /`fees\.exit` is not a parameter/,
    ],
    ["a key that is missing", (file) => delete (file as Partial<ParametersFile>).policy, /`policy`/],
    ["a token in no market", (file) => (file.tokens[0]!.market = "DOGE"), /`tokens\.0\.market` "DOGE" is not among/],
    [
      "a mock venue's missing oracle",
      (file) => delete file.markets["ETH"]!.oracle,
      /`markets\.ETH\.oracle` is missing/,
    ],
    [
      "a listing at a venue that exists",
      (file) => (file.venue = "0x5FbDB2315678afecb367f032d93F642f64180aa3"),
      /`markets\.BTC\.oracle` belongs to a mock venue/,
    ],
  ];
  for (const [fault, damage, message] of faults) {
    it(`with ${fault} are refused, and the key is named`, async function () {
      const file = await localFile();
      damage(file);
      expect(() => parseParameters(file, "test")).to.throw(message);
    });
  }

  it("in a file that is missing or not JSON are refused by its name", async function () {
    expect(await failure(readParameters("nowhere.json"))).to.match(/^nowhere\.json: cannot be read/);
    expect(await failure(readParameters("LICENSE"))).to.match(/^LICENSE: is not JSON/);
  });
});
