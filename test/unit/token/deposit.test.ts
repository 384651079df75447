import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, nextBlock } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { chargedFor, costOf, fundOf } from "../../support/expected.js";
import { abs, DAY, wad, WAD } from "../../support/numbers.js";
import { shouldRefuseToMint } from "../../support/refusals.js";
import { createToken, deployForTest, give } from "../../support/system.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: deposit", function () {
  async function emptyFund() {
    const system = await deployForTest(connection);
    await give(system, system.alice, 10_000n * system.unit, system.token);
    return system;
  }

  async function openedFund() {
    const system = await emptyFund();
    await deposit(system, system.bob, 5_000n * system.unit);
    await move(system, wad("0.013"));
    return system;
  }

  describe("into an empty fund", function () {
    it("opens exactly at target, at one unit of collateral a token, the mint fee in shares of the collector's", async function () {
      const system = await loadFixture(emptyFund);
      const { token, alice, collateral, venue, unit } = system;
      const assets = 1_000n * unit;
      const curve = (await fundOf(system)).curve;
      await token.connect(alice)["deposit(uint256,address)"](assets, alice);

      const { size, price, equityDown } = await fundOf(system);
      const cost = chargedFor(system, curve, size, price);
      const shares = await token.balanceOf(alice);
      const { pendingFeeShares } = await token.state();
      const gross = shares + pendingFeeShares;
      expect(shares).to.equal((gross * 1_000_000n) / 1_001_000n);
      expect(assets - equityDown).to.equal(cost);
      expect(abs(size * price - 3n * equityDown * 10n ** 12n * WAD) / WAD).to.be.below(3n * 10n ** 12n + price / WAD);
      expectClose(await token.leverage(), wad(3), 1e-8);
      // What is left over of the last units stays in the fund.
      expect(equityDown * 10n ** 12n - gross)
        .to.be.at.least(0n)
        .and.at.most(2n * 10n ** 12n);
      expect(await collateral.balanceOf(venue)).to.equal(50_000_000n * unit + assets);
      expect(await collateral.balanceOf(token)).to.equal(0n);
      await expectBooksToBalance(system);
    });

    it("opens a short of the same size the other way", async function () {
      const system = await loadFixture(emptyFund);
      const short = await createToken(system, wad(-3));
      await deposit(system, system.alice, 1_000n * system.unit, short);
      expectClose(await short.leverage(), wad(-3), 1e-8);
    });

    it("starts the clock of the schedule: nothing is due on the same day", async function () {
      const system = await loadFixture(emptyFund);
      await forward(system, 3n * DAY);
      await deposit(system, system.alice, 1_000n * system.unit);
      await forward(system, 60n);
      expect((await system.token.previewRebalance()).action).to.equal(0n);
    });

    it("prices the first token as its configuration says", async function () {
      const system = await deployForTest(connection, { initialNav: 100_000_000n });
      await deposit(system, system.alice, 1_000n * system.unit);
      expectClose(await system.token.nav(), wad(100), 1e-6);
      expectClose(await system.token.effectiveSupply(), wad(10), 0.002);
    });
  });

  describe("into a fund with holders", function () {
    it("mints what value, cost and fee leave of the assets", async function () {
      const system = await loadFixture(openedFund);
      const { token, alice, unit } = system;
      const assets = 1_234n * unit;
      const pending = await nextBlock(system);
      const fund = await fundOf(system, token, pending);
      await token.connect(alice)["deposit(uint256,address)"](assets, alice);

      const after = await fundOf(system);
      const gross = after.supply - fund.supply;
      const value = costOf(fund, gross);
      const sizeDelta = (fund.size * value * 10n ** 12n) / fund.equity;
      const cost = chargedFor(system, fund.curve, sizeDelta, fund.price);
      expect(await token.balanceOf(alice)).to.equal((gross * 1_000_000n) / 1_001_000n);
      expect(after.size).to.equal(fund.size + sizeDelta);
      const left = assets - value - cost;
      expect(left).to.be.at.least(0n).and.at.most(2n);
      expect(after.equityDown).to.equal(fund.equityDown + value + left);
      await expectBooksToBalance(system);
    });

    it("neither lowers NAV per token nor raises leverage", async function () {
      const system = await loadFixture(openedFund);
      const { token, alice, unit } = system;
      const pending = await nextBlock(system);
      const nav = await token.nav(pending);
      // A unit of equity may be lost to rounding.
      const { equityDown } = await fundOf(system, token, pending);
      const leverage = ((await token.leverage(pending)) * (equityDown + 1n)) / equityDown;
      await token.connect(alice)["deposit(uint256,address)"](9_000n * unit, alice);
      expect(await token.nav()).to.be.at.least(nav);
      expect(await token.leverage()).to.be.at.most(leverage);
    });

    it("emits both events with the state after it", async function () {
      const system = await loadFixture(openedFund);
      const { token, alice, carol, unit } = system;
      const assets = 1_000n * unit;
      const pending = await nextBlock(system);
      const before = await fundOf(system, token, pending);
      const shares = await token.previewDeposit(assets, pending);
      const transaction = await token.connect(alice)["deposit(uint256,address)"](assets, carol);
      const after = await fundOf(system);
      const cost = chargedFor(system, before.curve, after.size - before.size, before.price);
      const gross = after.supply - before.supply;
      expect(shares).to.equal((gross * 1_000_000n) / 1_001_000n);
      await expect(transaction)
        .to.emit(token, "Deposit")
        .withArgs(alice.address, carol.address, assets, shares)
        .and.to.emit(token, "Subscribed")
        .withArgs(cost, gross - shares, after.price, after.size, after.equityDown, after.supply);
      expect(await token.balanceOf(carol)).to.equal(shares);
    });

    it("mints at least the caller's minimum", async function () {
      const system = await loadFixture(openedFund);
      const { token, alice, unit } = system;
      const pending = await nextBlock(system);
      const shares = await token.previewDeposit(1_000n * unit, pending);
      await token.connect(alice)["deposit(uint256,address,uint256)"](1_000n * unit, alice, shares);
      expect(await token.balanceOf(alice)).to.equal(shares);
    });
  });

  it("refuses less than the caller's minimum", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice, unit } = system;
    const pending = await nextBlock(system);
    const shares = await token.previewDeposit(1_000n * unit, pending);
    const call = () => token.connect(alice)["deposit(uint256,address,uint256)"](1_000n * unit, alice, shares + 1n);
    await expectRefusal(system, call, token, "LeveragedToken_BelowMinimum", [shares, shares + 1n]);
  });

  for (const [name, assets] of [
    ["nothing", 0n],
    ["less than its own cost", 1n],
  ] as const) {
    it(`refuses ${name}`, async function () {
      const system = await loadFixture(openedFund);
      const call = () => system.token.connect(system.alice)["deposit(uint256,address)"](assets, system.alice);
      await expectRefusal(system, call, system.token, "LeveragedToken_ZeroAmount");
    });
  }

  shouldRefuseToMint(connection, (system, payer, receiver) =>
    system.token.connect(payer)["deposit(uint256,address)"](1_000n * system.unit, receiver),
  );
});
