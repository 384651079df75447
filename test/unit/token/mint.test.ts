import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, move, nextBlock } from "../../support/actions.js";
import { expectBooksToBalance, expectClose, expectRefusal } from "../../support/expectations.js";
import { chargedFor, costOf, feeOn, fundOf } from "../../support/expected.js";
import { wad } from "../../support/numbers.js";
import { shouldRefuseToMint } from "../../support/refusals.js";
import { deployForTest, give } from "../../support/system.js";

const connection = await connect();
const { loadFixture } = connection.networkHelpers;

describe("LeveragedToken: mint", function () {
  async function openedFund() {
    const system = await deployForTest(connection);
    await give(system, system.alice, 10_000n * system.unit, system.token);
    await deposit(system, system.bob, 5_000n * system.unit);
    await move(system, wad("-0.021"));
    return system;
  }

  it("mints exactly what is asked into an empty fund, for one unit a token, the collector's included, and the cost", async function () {
    const system = await deployForTest(connection);
    const { token, alice, unit } = system;
    await give(system, alice, 2_000n * unit, token);
    const { curve } = await fundOf(system);
    await token.connect(alice)["mint(uint256,address)"](wad(1_000), alice);
    const { size, price, equityDown } = await fundOf(system);
    expect(await token.balanceOf(alice)).to.equal(wad(1_000));
    expect((await token.state()).pendingFeeShares).to.equal(wad(1));
    expect(equityDown).to.equal(1_001n * unit);
    expect(size).to.equal((wad(3_003) * wad(1)) / price);
    const paid = 2_000n * unit - (await system.collateral.balanceOf(alice));
    expect(paid).to.equal(1_001n * unit + chargedFor(system, curve, size, price));
    expectClose(await token.nav(), wad(1), 1e-9);
  });

  it("costs what the shares and the collector's beside them are worth, and the venue's charge", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice, collateral, unit } = system;
    const shares = wad("123.456");
    const pending = await nextBlock(system);
    const fund = await fundOf(system, token, pending);
    const transaction = await token.connect(alice)["mint(uint256,address)"](shares, alice);

    const feeShares = feeOn(shares, 1_000n);
    const value = costOf(fund, shares + feeShares);
    const sizeDelta = (fund.size * value * 10n ** 12n) / fund.equity;
    const cost = chargedFor(system, fund.curve, sizeDelta, fund.price);
    const assets = value + cost;
    const after = await fundOf(system);
    await expect(transaction)
      .to.emit(token, "Deposit")
      .withArgs(alice.address, alice.address, assets, shares)
      .and.to.emit(token, "Subscribed")
      .withArgs(cost, feeShares, after.price, after.size, after.equityDown, after.supply);
    expect(await collateral.balanceOf(alice)).to.equal(10_000n * unit - assets);
    expect(after.size).to.equal(fund.size + sizeDelta);
    expect(after.equityDown).to.equal(fund.equityDown + value);
    expect(after.supply).to.equal(fund.supply + shares + feeShares);
    await expectBooksToBalance(system);
  });

  it("neither lowers NAV per token nor raises leverage, down to a single wei of shares", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice } = system;
    for (const shares of [1n, 10n ** 6n, 10n ** 12n, wad(1), wad(3_000)]) {
      const pending = await nextBlock(system);
      const nav = await token.nav(pending);
      // A unit of equity may be lost to rounding.
      const { equityDown } = await fundOf(system, token, pending);
      const leverage = ((await token.leverage(pending)) * (equityDown + 1n)) / equityDown;
      await token.connect(alice)["mint(uint256,address)"](shares, alice);
      expect(await token.nav()).to.be.at.least(nav);
      expect(await token.leverage()).to.be.at.most(leverage);
    }
  });

  it("pays for a receiver other than the caller", async function () {
    const system = await loadFixture(openedFund);
    await system.token.connect(system.alice)["mint(uint256,address)"](wad(5), system.carol);
    expect(await system.token.balanceOf(system.carol)).to.equal(wad(5));
    expect(await system.token.balanceOf(system.alice)).to.equal(0n);
  });

  it("costs at most the caller's maximum", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice, collateral, unit } = system;
    const pending = await nextBlock(system);
    const assets = await token.previewMint(wad(10), pending);
    await token.connect(alice)["mint(uint256,address,uint256)"](wad(10), alice, assets);
    expect(await collateral.balanceOf(alice)).to.equal(10_000n * unit - assets);
  });

  it("refuses to cost more than the caller's maximum", async function () {
    const system = await loadFixture(openedFund);
    const { token, alice } = system;
    const pending = await nextBlock(system);
    const assets = await token.previewMint(wad(10), pending);
    const call = () => token.connect(alice)["mint(uint256,address,uint256)"](wad(10), alice, assets - 1n);
    await expectRefusal(system, call, token, "LeveragedToken_AboveMaximumAssets", [assets, assets - 1n]);
  });

  it("refuses nothing", async function () {
    const system = await loadFixture(openedFund);
    const call = () => system.token.connect(system.alice)["mint(uint256,address)"](0n, system.alice);
    await expectRefusal(system, call, system.token, "LeveragedToken_ZeroAmount");
  });

  shouldRefuseToMint(connection, (system, payer, receiver) =>
    system.token.connect(payer)["mint(uint256,address)"](wad(1_000), receiver),
  );
});
