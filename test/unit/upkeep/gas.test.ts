import { expect } from "chai";
import { dataLength } from "ethers";
import { deposit, forward, move } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { DAY, wad } from "../../support/numbers.js";
import { createToken } from "../../support/system.js";
import {
  addMarkets,
  addressesOf,
  deployWithUpkeep,
  encodePage,
  Outcome,
  outcomesOf,
  perform,
} from "../../support/upkeep.js";

const connection = await connect();
const { networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

/** {gas} Of a transaction before it runs, and of its data; all bytes counted as the dearer ones. */
const BASE_GAS = 21_000n;
const GAS_PER_BYTE = 16n;
/** {gas} What Chainlink's service grants. */
const PERFORM_LIMIT = 5_000_000n;

describe("RebalanceUpkeep: gas", function () {
  async function threeEmergencies() {
    const system = await deployWithUpkeep(connection);
    const markets = await addMarkets(system, 3);
    for (const { oracle } of markets) await oracle.setPrice(wad(80));
    return { ...system, markets, tokens: markets.map(({ token }) => token) };
  }

  /** Twenty tokens in one market, all in emergency, that the upkeep has never seen. */
  async function twentyEmergencies() {
    const system = await deployWithUpkeep(connection);
    const tokens = [];
    for (let i = 1n; i <= 20n; i++) {
      const token = await createToken(system, wad(3) - i * wad("0.01"));
      await deposit(system, system.alice, 1_000n * system.unit, token);
      tokens.push(token);
    }
    await move(system, wad("-0.22"));
    return { ...system, tokens };
  }

  /** Sends with each gas limit from `from` to `to`, undoing each; returns how often how many tokens were tried. */
  async function sweep(
    system: Awaited<ReturnType<typeof threeEmergencies>>,
    [from, to, step]: readonly [bigint, bigint, bigint],
    expected: readonly bigint[],
  ): Promise<Map<number, number>> {
    const { upkeep, tokens, keeper } = system;
    const counts = new Map<number, number>();
    const start = BigInt(await time.latest());
    const before = await networkHelpers.takeSnapshot();
    for (let gasLimit = from; gasLimit <= to; gasLimit += step) {
      let outcomes: bigint[] = [];
      try {
        outcomes = (await outcomesOf(upkeep, await upkeep.perform(tokens, keeper, { gasLimit }))).outcomes;
        expect(outcomes, `with ${String(gasLimit)} gas`).not.to.be.empty;
      } catch (error) {
        expect(String(error), `with ${String(gasLimit)} gas`).to.match(/InsufficientGas|ran out of gas/);
      }
      counts.set(outcomes.length, (counts.get(outcomes.length) ?? 0) + 1);
      expect(outcomes, `with ${String(gasLimit)} gas`).to.deep.equal(expected.slice(0, outcomes.length));
      for (const [index, token] of tokens.entries()) {
        const { rebalancedAt } = await token.state();
        const isDone = outcomes[index] === Outcome.Done;
        expect(rebalancedAt > start, `${String(index)} with ${String(gasLimit)} gas`).to.equal(isDone);
        const { failures } = await upkeep.records(token);
        expect(failures).to.equal(outcomes[index] === Outcome.Failed ? 1n : 0n);
      }
      await before.restore();
    }
    return counts;
  }

  it("that is too little is refused, and never makes a token fail nor count as done", async function () {
    this.timeout(120_000);
    const system = await loadFixture(threeEmergencies);
    const { Done } = Outcome;
    const counts = await sweep(system, [100_000n, 1_850_000n, 25_000n], [Done, Done, Done]);
    expect([...counts.keys()].sort()).to.deep.equal([0, 3]);
    for (const count of counts.values()) expect(count).to.be.above(10);
  });

  it("that a token burns is missing for those behind it at most until the next transaction", async function () {
    this.timeout(120_000);
    const system = await loadFixture(threeEmergencies);
    await system.markets[1]!.oracle.setFault(1n, "0x", 0n);
    const { Done, Failed } = Outcome;
    const counts = await sweep(system, [1_400_000n, 1_750_000n, 6_000n], [Done, Failed, Done]);
    expect([...counts.keys()].sort()).to.deep.equal([0, 2, 3]);
    for (const count of counts.values()) expect(count).to.be.above(5);
  });

  it("is asked for by name", async function () {
    const { upkeep, tokens, keeper } = await loadFixture(threeEmergencies);
    const needed = await upkeep.gasFor(3n);
    await expect(upkeep.perform(tokens, keeper, { gasLimit: needed }))
      .to.be.revertedWithCustomError(upkeep, "RebalanceUpkeep_InsufficientGas")
      .withArgs((available: bigint) => available < needed, needed);
  });

  it("as an estimate gives it is enough for every token, not only for the first", async function () {
    const system = await loadFixture(twentyEmergencies);
    const { upkeep, tokens, keeper } = system;
    const gasLimit = await upkeep.perform.estimateGas(tokens, keeper, { gasLimit: 16_000_000n });
    const { outcomes } = await perform(system, tokens, { gasLimit });
    expect(outcomes).to.deep.equal(tokens.map(() => Outcome.Done));
  });

  it("as the upkeep asks for it does twenty tokens it has never seen, within what a service grants", async function () {
    const system = await loadFixture(twentyEmergencies);
    const { upkeep, keeper, tokens } = system;
    const [, performData] = await upkeep.checkUpkeep(encodePage(0, 100, keeper.address));
    expect(dataLength(performData)).to.be.at.most(1_000);
    const data = upkeep.interface.encodeFunctionData("performUpkeep", [performData]);
    const gas = await upkeep.gasFor(20n);
    expect(gas).to.be.below(PERFORM_LIMIT);
    const gasLimit = gas + BASE_GAS + BigInt(dataLength(data)) * GAS_PER_BYTE + 20_000n; // decoding
    const { outcomes, tried } = await outcomesOf(upkeep, await upkeep.performUpkeep(performData, { gasLimit }));
    expect(outcomes).to.deep.equal(tokens.map(() => Outcome.Done));
    expect(tried).to.have.members(await addressesOf(tokens));
  });

  it("of the dearest rebalances stays below half of what each may use, and below what is usual", async function () {
    const system = await loadFixture(threeEmergencies);
    const { upkeep, venue, markets, tokens, carol } = system;
    await forward(system, DAY);
    const before = await networkHelpers.takeSnapshot();
    const [most, usual] = [await upkeep.GAS_PER_TOKEN(), await upkeep.USUAL_GAS_PER_TOKEN()];
    const used: Record<string, bigint> = {};
    const measure = async (what: string) => {
      const now = await networkHelpers.takeSnapshot();
      const alone = await tokens[0]!.rebalance.estimateGas();
      expect(alone, `${what}, alone`).to.be.below(most / 2n);
      const one = (await perform(system, [tokens[1]!], { receiver: carol.address })).gasUsed;
      await now.restore();
      const both = (await perform(system, [tokens[1]!, tokens[0]!], { receiver: carol.address })).gasUsed;
      used[what] = both - one;
      expect(both - one, `${what}, through the upkeep`).to.be.below(usual);
      await before.restore();
    };
    await measure("an emergency in another market, seen for the first time");
    await markets[0]!.oracle.setPrice(wad(50));
    await measure("a settlement");
    await markets[0]!.oracle.setPrice(wad("68.6"));
    await venue.liquidate(markets[0]!.market, tokens[0]!);
    await measure("a position opened anew after a liquidation");
    expect(Object.keys(used)).to.have.length(3);
  });
});
