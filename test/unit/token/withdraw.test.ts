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

describe("LeveragedToken: withdraw", function () {
  async function twoHolders() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 1_000n * system.unit);
    await move(system, wad("-0.017"));
    return system;
  }

  it("pays exactly the assets for the least shares whose redemption covers them", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, carol, collateral, unit } = system;
    const assets = 321n * unit + 7n;
    const pending = await nextBlock(system);
    const fund = await fundOf(system, token, pending);
    const shares = await token.previewWithdraw(assets, pending);
    expect(await token.previewRedeem(shares, pending)).to.be.at.least(assets);
    expect(await token.previewRedeem(shares - 10n ** 13n, pending)).to.be.below(assets);
    await expect(token.connect(alice)["withdraw(uint256,address,address)"](assets, carol, alice))
      .to.emit(token, "Withdraw")
      .withArgs(alice.address, carol.address, alice.address, assets, shares);
    expect(await collateral.balanceOf(carol)).to.equal(assets);
    const after = await fundOf(system);
    const net = shares - feeOn(shares, 1_000n);
    expect(after.supply).to.equal(fund.supply - net);
    const cost = chargedFor(system, fund.curve, after.size - fund.size, fund.price);
    expect(after.equityDown).to.equal(fund.equityDown - assets - cost);
    expect(after.size - fund.size).to.equal(-ceilDiv(fund.size * worthOf(fund, net), fund.equityDown));
    await expectBooksToBalance(system);
  });

  it("neither lowers NAV per token nor raises leverage, down to a single unit", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, unit } = system;
    for (const assets of [1n, 2n, 999n, unit, 700n * unit]) {
      const pending = await nextBlock(system);
      const nav = await token.nav(pending);
      // A unit of equity may be lost to rounding.
      const { equityDown } = await fundOf(system, token, pending);
      const leverage = ((await token.leverage(pending)) * (equityDown + 1n)) / equityDown;
      await token.connect(alice)["withdraw(uint256,address,address)"](assets, alice, alice);
      expect(await token.nav()).to.be.at.least(nav);
      expect(await token.leverage()).to.be.at.most(leverage);
    }
  });

  it("burns at most the caller's maximum", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, unit } = system;
    const before = await token.balanceOf(alice);
    const pending = await nextBlock(system);
    const shares = await token.previewWithdraw(10n * unit, pending);
    await token.connect(alice)["withdraw(uint256,address,address,uint256)"](10n * unit, alice, alice, shares);
    expect(await token.balanceOf(alice)).to.equal(before - shares);
  });

  it("refuses to burn more than the caller's maximum", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, unit } = system;
    const pending = await nextBlock(system);
    const shares = await token.previewWithdraw(10n * unit, pending);
    const withdraw = token.connect(alice)["withdraw(uint256,address,address,uint256)"];
    const call = () => withdraw(10n * unit, alice, alice, shares - 1n);
    await expectRefusal(system, call, token, "LeveragedToken_AboveMaximumShares", [shares, shares - 1n]);
  });

  it("refuses nothing", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice } = system;
    const call = () => token.connect(alice)["withdraw(uint256,address,address)"](0n, alice, alice);
    await expectRefusal(system, call, token, "LeveragedToken_ZeroAmount");
  });

  it("refuses what no number of shares pays out", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, unit } = system;
    const assets = 2_000n * unit;
    const call = () => token.connect(alice)["withdraw(uint256,address,address)"](assets, alice, alice);
    await expectRefusal(system, call, token, "LeveragedToken_AmountNotReachable", [assets]);
  });

  it("refuses more than a settled token holds", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, factory } = system;
    await factory.windDown(token, 0n);
    const assets = (await token.settledAssets()) + 1n;
    const call = () => token.connect(alice)["withdraw(uint256,address,address)"](assets, alice, alice);
    await expectRefusal(system, call, token, "LeveragedToken_AmountNotReachable", [assets]);
  });

  describe("by the only holder", function () {
    for (const [decimals, price, assets] of [
      [18, "1000000000", 5_000n],
      [18, "120000", 1n],
      [18, "50000", 1n],
      [8, "1000000000", 1n],
      [6, "1000000000", 1n],
      [6, "0.000001", 1n],
    ] as const) {
      it(`burns next to nothing for ${assets.toString()} units at ${String(decimals)} decimals and a price of ${price}`, async function () {
        const system = await deployForTest(connection, { decimals, price: wad(price), feedDecimals: 18 });
        const { token, alice, collateral, unit } = system;
        await deposit(system, alice, 1_000n * unit);
        const shares = await token.balanceOf(alice);
        await token.connect(alice)["withdraw(uint256,address,address)"](assets, alice, alice);
        expect(await collateral.balanceOf(alice)).to.equal(assets);
        expect(await token.balanceOf(alice)).to.be.above(shares - shares / 10n ** 6n);
      });
    }

    it("never gives up more than a unit by leaving altogether", async function () {
      const system = await deployForTest(connection);
      const { token, alice, unit } = system;
      await deposit(system, alice, 1_000n * unit);
      const all = await token.balanceOf(alice);
      const most = await token.maxWithdraw(alice);
      for (const part of [1n, 10n, 500n, 900n, 990n, 998n, 999n, 1_000n]) {
        const assets = (most * part) / 1_000n;
        const burnt = await token.previewWithdraw(assets);
        if (burnt === all) expect(most - assets).to.be.at.most(1n);
        else expect(burnt).to.be.below(all);
      }
    });

    it("is refused where leverage cannot be inverted, rather than burn everything", async function () {
      const system = await deployForTest(connection, { market: { takerFeePpm: 100n }, deviationThreshold: 0n });
      const { token, alice, unit } = system;
      await deposit(system, alice, 1_000_000n * unit);
      await move(system, wad("-0.333"));
      expect(await token.leverage()).to.be.above(wad(1_000));
      const call = () => token.connect(alice)["withdraw(uint256,address,address)"](unit, alice, alice);
      await expectRefusal(system, call, token, "LeveragedToken_AmountNotReachable", [unit]);
      // All of it can still be had at once.
      const most = await token.maxWithdraw(alice);
      if (most > 0n) await token.connect(alice)["withdraw(uint256,address,address)"].staticCall(most, alice, alice);
      await token.connect(alice)["redeem(uint256,address,address)"](await token.balanceOf(alice), alice, alice);
    });
  });

  shouldLetHoldersLeave(connection, (system, caller, receiver, owner, part) =>
    system.token.connect(caller)["withdraw(uint256,address,address)"](part * system.unit, receiver, owner),
  );
});
