import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { deposit, move, nextBlock } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { wad } from "../../support/numbers.js";
import { marketOf } from "../../support/options.js";
import { createToken, give, type System } from "../../support/system.js";
import { addMarkets, deployWithUpkeep, Outcome, perform } from "../../support/upkeep.js";
import type { HostileCollateral, ReentrantCollateral } from "../../../types/ethers-contracts/index.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("RebalanceUpkeep: tips", function () {
  async function twoEmergencies() {
    const system = await deployWithUpkeep(connection);
    const markets = await addMarkets(system, 2);
    for (const { oracle } of markets) await oracle.setPrice(wad(80));
    return { ...system, tokens: markets.map(({ token }) => token) };
  }

  /** The same over a collateral that can block receivers and burn gas. */
  async function withHostileCollateral() {
    const collateral: HostileCollateral = await ethers.deployContract("HostileCollateral");
    const system = await deployWithUpkeep(connection, { collateral });
    await deposit(system, system.alice, 1_000n * system.unit);
    await move(system, wad("-0.2"));
    return { ...system, hostile: collateral };
  }

  /** A second venue that works in that collateral, with one emergency. */
  async function addHostileVenue(system: System) {
    const { manager, governor, factory, alice, provider, unit, options } = system;
    const collateral: HostileCollateral = await ethers.deployContract("HostileCollateral");
    const venue = (await ethers.deployContract("MockFuturesVenue", [collateral, manager])).connect(governor);
    const market = ethers.encodeBytes32String("H");
    const oracle = await ethers.deployContract("FaultyOracle", [wad(100)]);
    await venue.listMarket(market, { oracle, ...marketOf(options.market, unit) });
    await factory.allowMarket(venue, market, "H");
    const there = { connection, collateral: collateral as never };
    await give(there, provider, options.pool * unit, venue);
    await venue.connect(provider).depositLiquidity(options.pool * unit);
    const token = await createToken({ ...system, venue, market }, wad(3));
    await give(there, alice, 1_000n * unit, token);
    await token.connect(alice)["deposit(uint256,address)"](1_000n * unit, alice);
    await oracle.setPrice(wad(80));
    return { token, collateral };
  }

  /** {collateral} What the next block's rebalances pay: funding moves tips from second to second. */
  async function tipsOf(system: System, tokens: System["token"][]): Promise<bigint> {
    const next = await nextBlock(system);
    const decisions = await Promise.all(tokens.map((token) => token.previewRebalance(next)));
    return decisions.reduce((sum, { tip }) => sum + tip, 0n);
  }

  /** What the newest block's rebalance paid. */
  async function lastTip(token: System["token"]): Promise<bigint> {
    const [event] = await token.queryFilter(token.filters.Rebalanced(), "latest");
    expect(event!.args.tip).to.be.above(0n);
    return event!.args.tip;
  }

  it("go to the receiver named, in one transfer for all tokens of a collateral", async function () {
    const system = await loadFixture(twoEmergencies);
    const { upkeep, tokens, carol, keeper, collateral } = system;
    const tips = await tipsOf(system, tokens);
    expect(tips).to.be.above(0n);
    const performed = await upkeep.perform(tokens, carol);
    await expect(performed).to.emit(upkeep, "TipForwarded").withArgs(collateral, carol, tips);
    await expect(performed).to.changeTokenBalances(ethers, collateral, [carol, keeper, upkeep], [tips, 0n, 0n]);
  });

  it("go to the caller where no receiver is named", async function () {
    const system = await loadFixture(twoEmergencies);
    const { upkeep, tokens, keeper, collateral } = system;
    const tips = await tipsOf(system, tokens);
    await expect(upkeep.perform(tokens, ZeroAddress)).to.changeTokenBalance(ethers, collateral, keeper, tips);
  });

  it("are what the keeper would be paid for calling each token itself", async function () {
    const { upkeep, tokens, keeper, collateral } = await loadFixture(twoEmergencies);
    const before = await networkHelpers.takeSnapshot();
    const start = await collateral.balanceOf(keeper);
    await upkeep.perform([tokens[0]!], keeper);
    const through = (await collateral.balanceOf(keeper)) - start;
    await before.restore();
    await tokens[0]!.connect(keeper).rebalance();
    expect((await collateral.balanceOf(keeper)) - start).to.equal(through);
  });

  it("of several collaterals each reach the receiver, in any order of the tokens", async function () {
    const system = await loadFixture(twoEmergencies);
    const { upkeep, tokens, carol, collateral } = system;
    const other = await addHostileVenue(system);
    const all = await tipsOf(system, [...tokens, other.token]);
    await upkeep.perform([tokens[0]!, other.token, tokens[1]!], carol);
    const foreign = await lastTip(other.token);
    expect(await other.collateral.balanceOf(carol)).to.equal(foreign);
    expect(await collateral.balanceOf(carol)).to.equal(all - foreign);
  });

  it("that the receiver cannot take do not undo the rebalance, and go with the next", async function () {
    const system = await loadFixture(withHostileCollateral);
    const { upkeep, token, carol, bob, hostile } = system;
    await hostile.setBlocked(carol, true);
    const performed = await perform(system, [token], { receiver: carol.address });
    expect(performed.outcomes).to.deep.equal([Outcome.Done]);
    const tip = await lastTip(token);
    expect(await hostile.balanceOf(upkeep)).to.equal(tip);
    await perform(system, [token], { receiver: bob.address });
    expect(await hostile.balanceOf(bob)).to.equal(tip);
    expect(await hostile.balanceOf(upkeep)).to.equal(0n);
  });

  it("in a collateral that burns all gas cost the other tokens nothing, wherever in the list it stands", async function () {
    const system = await loadFixture(twoEmergencies);
    const { upkeep, tokens, carol, collateral } = system;
    const other = await addHostileVenue(system);
    await other.collateral.burnGasFor(upkeep);
    const due = await networkHelpers.takeSnapshot();
    for (const list of [
      [other.token, tokens[0]!, tokens[1]!],
      [tokens[0]!, other.token, tokens[1]!],
      [tokens[0]!, tokens[1]!, other.token],
    ]) {
      const tips = await tipsOf(system, tokens);
      const { outcomes } = await perform(system, list, { receiver: carol.address });
      expect(outcomes).to.have.length(3);
      for (const token of tokens) expect(await token.leverage()).to.be.within(wad("2.997"), wad("3.003"));
      expect(await collateral.balanceOf(carol)).to.equal(tips);
      await due.restore();
    }
  });

  it("cannot be taken by whoever is called while they are on their way", async function () {
    const collateral: ReentrantCollateral = await ethers.deployContract("ReentrantCollateral");
    const system = await deployWithUpkeep(connection, { collateral });
    const { upkeep, token, carol, bob } = system;
    await deposit(system, system.alice, 1_000n * system.unit);
    await move(system, wad("-0.2"));
    // The collateral calls back when the tip leaves the venue.
    await collateral.arm(
      upkeep,
      upkeep.interface.encodeFunctionData("perform", [[await token.getAddress()], carol.address]),
    );
    expect((await perform(system, [token], { receiver: bob.address })).outcomes).to.deep.equal([Outcome.Done]);
    const { called, succeeded, result } = await collateral.outcome();
    expect([called, succeeded]).to.deep.equal([true, false]);
    expect(upkeep.interface.parseError(result)?.name).to.equal("ReentrancyGuardReentrantCall");
    expect(await collateral.balanceOf(carol)).to.equal(0n);
    expect(await collateral.balanceOf(bob)).to.equal(await lastTip(token));
  });

  it("are forwarded by the upkeep alone", async function () {
    const { upkeep, carol, collateral } = await loadFixture(twoEmergencies);
    await expect(upkeep.connect(carol).forwardTips(collateral, carol))
      .to.be.revertedWithCustomError(upkeep, "RebalanceUpkeep_Unauthorized")
      .withArgs(carol.address);
  });

  it("are joined by what somebody sends the upkeep by mistake: it keeps nothing", async function () {
    const system = await loadFixture(twoEmergencies);
    const { upkeep, carol, collateral, token } = system;
    await collateral.mint(upkeep, 5n);
    const { outcomes } = await perform(system, [token], { receiver: carol.address });
    expect(outcomes).to.deep.equal([Outcome.NotDue]);
    expect(await collateral.balanceOf(carol)).to.equal(5n);
  });

  it("are not forwarded where none were paid", async function () {
    const { upkeep, token, carol } = await loadFixture(twoEmergencies);
    await expect(upkeep.perform([token], carol)).not.to.emit(upkeep, "TipForwarded");
  });
});
