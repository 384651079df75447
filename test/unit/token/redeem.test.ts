import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, move, nextBlock } from "../../support/actions.js";
import { shouldLetHoldersLeave } from "../../support/exits.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { chargedFor, feeOn, fundOf, worthOf } from "../../support/expected.js";
import { ceilDiv, wad } from "../../support/numbers.js";
import { deployForTest } from "../../support/system.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: redeem", function () {
  async function twoHolders() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 1_000n * system.unit);
    await move(system, wad("0.017"));
    return system;
  }

  it("pays what the shares but the collector's part are worth less the venue's charge, and closes their position", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, carol, collateral } = system;
    const shares = wad("321.5");
    const pending = await nextBlock(system);
    const fund = await fundOf(system, token, pending);
    const transaction = await token.connect(alice)["redeem(uint256,address,address)"](shares, carol, alice);

    const feeShares = feeOn(shares, 1_000n);
    const value = worthOf(fund, shares - feeShares);
    const sizeDelta = -ceilDiv(fund.size * value, fund.equityDown);
    const cost = chargedFor(system, fund.curve, sizeDelta, fund.price);
    const assets = value - cost;
    const after = await fundOf(system);
    await expect(transaction)
      .to.emit(token, "Withdraw")
      .withArgs(alice.address, carol.address, alice.address, assets, shares)
      .and.to.emit(token, "Redeemed")
      .withArgs(cost, feeShares, after.price, after.size, after.equityDown, after.supply);
    expect(await collateral.balanceOf(carol)).to.equal(assets);
    expect(after.size).to.equal(fund.size + sizeDelta);
    expect(after.equityDown).to.equal(fund.equityDown - value);
    expect(after.supply).to.equal(fund.supply - shares + feeShares);
    await expectBooksToBalance(system);
  });

  it("neither lowers NAV per token nor raises leverage, down to what pays a single unit", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice } = system;
    for (const shares of [2n * 10n ** 12n, 10n ** 13n, wad(1), wad(700)]) {
      const pending = await nextBlock(system);
      const nav = await token.nav(pending);
      // A unit of equity may be lost to rounding.
      const { equityDown } = await fundOf(system, token, pending);
      const leverage = ((await token.leverage(pending)) * (equityDown + 1n)) / equityDown;
      await token.connect(alice)["redeem(uint256,address,address)"](shares, alice, alice);
      expect(await token.nav()).to.be.at.least(nav);
      expect(await token.leverage()).to.be.at.most(leverage);
    }
  });

  it("refuses to burn shares worth less than a unit for nothing", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice } = system;
    const call = () => token.connect(alice)["redeem(uint256,address,address)"](1n, alice, alice);
    await expectRefusal(system, call, token, "OrderMath_CostAboveValue", [0n, 0n]);
  });

  it("pays at least the caller's minimum", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, collateral } = system;
    const pending = await nextBlock(system);
    const assets = await token.previewRedeem(wad(10), pending);
    await token.connect(alice)["redeem(uint256,address,address,uint256)"](wad(10), alice, alice, assets);
    expect(await collateral.balanceOf(alice)).to.equal(assets);
  });

  it("refuses to pay less than the caller's minimum", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice } = system;
    const pending = await nextBlock(system);
    const assets = await token.previewRedeem(wad(10), pending);
    const redeem = token.connect(alice)["redeem(uint256,address,address,uint256)"];
    const call = () => redeem(wad(10), alice, alice, assets + 1n);
    await expectRefusal(system, call, token, "LeveragedToken_BelowMinimum", [assets, assets + 1n]);
  });

  it("refuses nothing", async function () {
    const system = await loadFixture(twoHolders);
    const call = () =>
      system.token.connect(system.alice)["redeem(uint256,address,address)"](0n, system.alice, system.alice);
    await expectRefusal(system, call, system.token, "LeveragedToken_ZeroAmount");
  });

  it("refuses to burn shares that are worth less than closing their part of the position", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice } = system;
    // Leverage of thousands: a twentieth of a percent of notional is more than equity.
    await move(system, wad("-0.34446"));
    const value = (amount: bigint) => amount > 0n;
    const call = () => token.connect(alice)["redeem(uint256,address,address)"](wad(900), alice, alice);
    await expectRefusal(system, call, token, "OrderMath_CostAboveValue", [value, value]);
    expect(await token.maxRedeem(alice)).to.equal(0n);
  });

  shouldLetHoldersLeave(connection, (system, caller, receiver, owner, part) =>
    system.token.connect(caller)["redeem(uint256,address,address)"](part * wad(1), receiver, owner),
  );
});
