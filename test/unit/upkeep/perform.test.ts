import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { deposit, inOneBlock } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { wad } from "../../support/numbers.js";
import { createToken } from "../../support/system.js";
import {
  addMarkets,
  addressesOf,
  deployWithUpkeep,
  dueOf,
  encodePage,
  Outcome,
  outcomesOf,
  perform,
} from "../../support/upkeep.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

/** As {FaultyOracle} numbers its faults. */
const REVERT = 2n;

describe("RebalanceUpkeep: performUpkeep", function () {
  /** Three markets, of which the price of each has fallen by a fifth: emergencies all. */
  async function threeEmergencies() {
    const system = await deployWithUpkeep(connection);
    const markets = await addMarkets(system, 3);
    for (const { oracle } of markets) await oracle.setPrice(wad(80));
    return { ...system, markets, tokens: markets.map(({ token }) => token) };
  }

  it("rebalances tokens of several markets to their targets, in the order given", async function () {
    const system = await loadFixture(threeEmergencies);
    const { tokens } = system;
    const reversed = [...tokens].reverse();
    const { outcomes, tried } = await perform(system, reversed);
    expect(outcomes).to.deep.equal([Outcome.Done, Outcome.Done, Outcome.Done]);
    expect(tried).to.deep.equal(await addressesOf(reversed));
    for (const token of tokens) {
      const real = await token.leverage();
      expect(real).to.be.within(wad("2.997"), wad("3.003"));
    }
  });

  it("settles a token that has nothing left, which counts as done", async function () {
    const system = await loadFixture(threeEmergencies);
    const { markets } = system;
    await markets[0]!.oracle.setPrice(wad(50));
    const { outcomes } = await perform(system, await dueOf(system));
    expect(outcomes).to.deep.equal([Outcome.Done, Outcome.Done, Outcome.Done]);
    expect((await markets[0]!.token.state()).phase).to.equal(2n);
  });

  it("finds a token not due when another keeper was first, and again once it is settled", async function () {
    const system = await loadFixture(threeEmergencies);
    const { upkeep, keeper, carol, tokens, markets, factory } = system;
    const performData = (await upkeep.checkUpkeep(encodePage(0, 100, keeper.address))).performData;
    const [first, second] = await inOneBlock(system, async () => [
      await upkeep.connect(carol).performUpkeep(performData, { maxPriorityFeePerGas: 10n ** 10n, gasLimit: 6_000_000 }),
      await upkeep.performUpkeep(performData, { maxPriorityFeePerGas: 10n ** 9n, gasLimit: 6_000_000 }),
    ]);
    expect((await outcomesOf(upkeep, first!)).outcomes).to.deep.equal([Outcome.Done, Outcome.Done, Outcome.Done]);
    const late = await outcomesOf(upkeep, second!);
    expect(late.outcomes).to.deep.equal([Outcome.NotDue, Outcome.NotDue, Outcome.NotDue]);
    expect(late.reasons).to.deep.equal(["0x", "0x", "0x"]);

    await markets[0]!.oracle.setPrice(wad(100));
    await factory.windDown(tokens[0]!, 0n);
    expect((await perform(system, [tokens[0]!])).outcomes).to.deep.equal([Outcome.NotDue]);
  });

  it("goes on to the next where one fails, and says why it failed", async function () {
    const system = await loadFixture(threeEmergencies);
    const { oracle, feed, tokens, markets, token, alice, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await markets[1]!.oracle.setFault(REVERT, "0x12345678", 0n);
    await feed.setAnswer(0n);
    const { outcomes, reasons } = await perform(system, [tokens[0]!, tokens[1]!, token, tokens[2]!]);
    expect(outcomes).to.deep.equal([Outcome.Done, Outcome.Failed, Outcome.Failed, Outcome.Done]);
    expect(reasons[1]).to.equal("0x12345678");
    expect(oracle.interface.parseError(reasons[2]!)?.name).to.equal("PriceOracle_InvalidAnswer");
  });

  it("does a token that is named twice once", async function () {
    const system = await loadFixture(threeEmergencies);
    const { tokens, markets } = system;
    await markets[1]!.oracle.setFault(REVERT, "0x", 0n);
    const twice = [tokens[0]!, tokens[0]!, tokens[1]!, tokens[1]!, tokens[0]!];
    expect((await perform(system, twice)).outcomes).to.deep.equal([
      Outcome.Done,
      Outcome.NotDue,
      Outcome.Failed,
      Outcome.BackingOff,
      Outcome.NotDue,
    ]);
    expect((await system.upkeep.records(tokens[1]!)).failures).to.equal(1n);
  });

  it("does nothing for an empty list, empty tokens and tokens on target", async function () {
    const system = await loadFixture(threeEmergencies);
    const { upkeep, token, markets, tokens } = system;
    expect((await perform(system, [])).outcomes).to.deep.equal([]);
    await upkeep.performUpkeep(ethers.AbiCoder.defaultAbiCoder().encode(["address[]", "address"], [[], ZeroAddress]));
    await markets[0]!.oracle.setPrice(wad(100));
    const { outcomes } = await perform(system, [token, tokens[0]!]);
    expect(outcomes).to.deep.equal([Outcome.NotDue, Outcome.NotDue]);
  });

  it("refuses whatever the registry does not know, be it a contract or none", async function () {
    const system = await loadFixture(threeEmergencies);
    const { upkeep, tokens, venue, alice, collateral } = system;
    for (const stranger of [alice.address, await venue.getAddress(), await collateral.getAddress(), ZeroAddress]) {
      await expect(upkeep.perform([tokens[0]!, stranger], ZeroAddress))
        .to.be.revertedWithCustomError(upkeep, "RebalanceUpkeep_UnknownToken")
        .withArgs(stranger);
    }
    expect(await tokens[0]!.leverage()).to.be.above(wad(5));
  });

  it("tells a caller that only simulates what would come of each token", async function () {
    const system = await loadFixture(threeEmergencies);
    const { upkeep, tokens, token } = system;
    expect(await upkeep.perform.staticCall([token, tokens[0]!], ZeroAddress)).to.deep.equal([
      Outcome.NotDue,
      Outcome.Done,
    ]);
  });

  it("can do for anyone what anyone can do: it has no owner, and holds nothing afterwards", async function () {
    const system = await loadFixture(threeEmergencies);
    const { upkeep, carol, tokens, collateral } = system;
    const direct = await networkHelpers.takeSnapshot();
    await tokens[0]!.connect(carol).rebalance();
    const alone = await tokens[0]!.totalAssets();
    await direct.restore();
    await perform(system, [tokens[0]!], { by: carol });
    expect(await tokens[0]!.totalAssets()).to.equal(alone);
    expect(await collateral.balanceOf(upkeep)).to.equal(0n);
    const writes = upkeep.interface.fragments.filter(
      (fragment) => fragment.type === "function" && !(fragment as unknown as { constant: boolean }).constant,
    );
    expect(writes.map((fragment) => (fragment as unknown as { name: string }).name).sort()).to.deep.equal([
      "forwardTips",
      "perform",
      "performUpkeep",
    ]);
  });

  it("performs once more for a successor that took a settled token's symbol", async function () {
    const system = await loadFixture(threeEmergencies);
    const { factory, tokens, markets, alice, unit } = system;
    await factory.windDown(tokens[0]!, 0n);
    const successor = await createToken({ ...system, market: markets[0]!.market }, wad(3));
    await deposit(system, alice, 1_000n * unit, successor);
    await markets[0]!.oracle.setPrice(wad(64));
    const due = await dueOf(system);
    expect(due).to.contain(await successor.getAddress());
    expect(due).not.to.contain(await tokens[0]!.getAddress());
    expect((await perform(system, [tokens[0]!, successor])).outcomes).to.deep.equal([Outcome.NotDue, Outcome.Done]);
  });
});
