import { expect } from "chai";
import { network } from "hardhat";
import { forward, move } from "../../support/actions.js";
import { wad } from "../../support/numbers.js";
import { holdToken, NONE } from "../../support/router.js";
import { deployWithSdk, type SdkFixture } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";

// So that a quote and what it says can fall into the same second.
const connection = await network.create({ network: "default", override: { allowBlocksWithSameTimestamp: true } });
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

const HALF_PERCENT = wad("0.005");

/** The error a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was not refused"),
    (error: unknown) => error,
  );
}

describe("sdk quotes", function () {
  /** A position that has moved, Alice a holder of the long token and ready to flip. */
  async function holding() {
    const system = await deployWithSdk(connection);
    const shares = await holdToken(system);
    await system.token.connect(system.alice).approve(system.router, ethers.MaxUint256);
    for (const spender of [system.token, system.router]) {
      await system.collateral.connect(system.alice).approve(spender, ethers.MaxUint256);
    }
    await forward(system, 3_600n);
    await move(system, wad("0.03"));
    return { ...system, shares };
  }

  /** Has the next block carry the same time as the one that is quoted in: then nothing has moved. */
  async function sameTime(act: () => Promise<unknown>): Promise<void> {
    await time.setNextBlockTimestamp(await time.latest());
    await act();
  }

  it("say what a mint gives to the unit, and what its venue and fund charge", async function () {
    const { sdk: system, token, alice, unit } = await loadFixture(holding);
    const quote = await sdk.quoteMint(system, { token: "btc3l", assets: 2_000n * unit, slippage: HALF_PERCENT });
    const before = await token.balanceOf(alice);
    await sameTime(async () => {
      const sent = token.connect(alice)["deposit(uint256,address,uint256)"](quote.assets, alice, quote.shares);
      const { logs } = (await (await sent).wait())!;
      const { cost, fee } = sdk.readMinted(logs, await token.getAddress());
      expect([cost, fee]).to.deep.equal([quote.cost, quote.fee]);
    });
    expect((await token.balanceOf(alice)) - before).to.equal(quote.shares);
    expect(quote.minShares).to.equal((quote.shares * 995n) / 1_000n);
    expect(quote.impact).to.be.greaterThan(0n).and.at.most(quote.cost);
    expect(quote.priceImpact).to.equal((quote.impact * wad(1)) / quote.assets);
  });

  it("say what a redeem pays to the unit, of a part and of everything", async function () {
    const { sdk: system, token, alice, bob, collateral, shares } = await loadFixture(holding);
    const before = await collateral.balanceOf(bob);
    const all = await token.balanceOf(bob);
    for (const [who, amount] of [
      [alice, shares],
      [bob, all],
    ] as const) {
      const quote = await sdk.quoteRedeem(system, { token: "BTC3L", shares: amount, slippage: HALF_PERCENT });
      await sameTime(async () => {
        const redeem = token.connect(who)["redeem(uint256,address,address,uint256)"];
        const { logs } = (await (await redeem(amount, bob, who, quote.assets)).wait())!;
        const { assets, cost, fee } = sdk.readRedeemed(logs, await token.getAddress());
        expect([assets, cost, fee]).to.deep.equal([quote.assets, quote.cost, quote.fee]);
      });
    }
    expect(await token.totalSupply()).to.equal(0n);
    expect(await collateral.balanceOf(bob)).to.be.greaterThan(before);
  });

  it("say what a flip gives to the unit, though the one leg moves the market of the other", async function () {
    const { sdk: system, token, short, router, alice, shares, deadline } = await loadFixture(holding);
    for (const [from, to] of [
      [token, short],
      [short, token],
    ] as const) {
      await from.connect(alice).approve(router, ethers.MaxUint256);
      const amount = from === token ? shares : await short.balanceOf(alice);
      const symbols = { from: await from.symbol(), to: await to.symbol() };
      const quote = await sdk.quoteFlip(system, { ...symbols, shares: amount, slippage: HALF_PERCENT });
      const before = await to.balanceOf(alice);
      await sameTime(async () => {
        await router.connect(alice).flip(from, to, amount, quote.minted, alice, deadline + 86_400n, NONE);
      });
      expect((await to.balanceOf(alice)) - before).to.equal(quote.minted);
      expect(quote.minMinted).to.equal((quote.minted * 995n) / 1_000n);
      expect(quote.cost).to.be.greaterThan(0n);
    }
  });

  it("refuse what the token would refuse, before anything is signed", async function () {
    const fixture = await loadFixture(holding);
    const { sdk: system, factory, guardian, token, venue, market, unit, shares, options } = fixture;
    const mint = (assets = unit) => rejection(sdk.quoteMint(system, { token: "BTC3L", assets, slippage: 0n }));
    const flip = (from = "BTC3S", to = "BTC3L") =>
      rejection(sdk.quoteFlip(system, { from, to, shares: shares / 10n, slippage: 0n }));
    const redeem = (amount = shares) =>
      rejection(sdk.quoteRedeem(system, { token: "BTC3L", shares: amount, slippage: 0n }));

    expect(await mint(0n)).to.be.instanceOf(sdk.ZeroAmountError);
    expect(await redeem(0n)).to.be.instanceOf(sdk.ZeroAmountError);
    expect(await flip("BTC3L", "btc3l")).to.be.instanceOf(sdk.SameTokenError);
    expect(await flip("BTC3L", "DOGE3L")).to.be.instanceOf(sdk.UnknownTokenError);
    await venue.setOpenInterestCap(market, 10_000n);
    expect(await mint(5_000n * unit)).to.be.instanceOf(sdk.ExceededMaxDepositError);
    await factory.setLimits(token, { ...options.limits, capacity: 2_100n });
    expect(await mint(500n * unit)).to.be.instanceOf(sdk.CapacityExceededError);
    await factory.connect(guardian).pauseMint(token);
    for (const refused of [await mint(), await flip()]) expect(refused).to.be.instanceOf(sdk.MintPausedError);
    await factory.unpauseMint(token);
    await venue.setScenario(market, true, false, 0n);
    for (const refused of [await mint(), await redeem(), await flip()]) {
      expect(refused).to.be.instanceOf(sdk.MarketHaltedError);
    }
    await venue.setScenario(market, false, false, 0n);
    await move(fixture, wad("-0.2"));
    for (const refused of [await mint(), await flip()]) expect(refused).to.be.instanceOf(sdk.LeverageTooHighError);
    await time.increase(options.maxAge + 1n);
    for (const refused of [await mint(), await redeem(), await flip()]) {
      expect(refused).to.be.instanceOf(sdk.StalePriceError);
    }
  });

  it("of a settled token are pro rata and free of charge; it is minted no more", async function () {
    const { sdk: system, factory, token, shares } = await loadFixture(holding);
    await factory.windDown(token, 0n);
    const quote = await sdk.quoteRedeem(system, { token: "BTC3L", shares, slippage: 0n });
    expect(quote.assets).to.equal(await token.previewRedeem(shares));
    expect([quote.cost, quote.fee, quote.priceImpact]).to.deep.equal([0n, 0n, 0n]);
    const mint = sdk.quoteMint(system, { token: "BTC3L", assets: 1_000_000n, slippage: 0n });
    expect(await rejection(mint)).to.be.instanceOf(sdk.SettledError);
    const flip = await sdk.quoteFlip(system, { from: "BTC3L", to: "BTC3S", shares, slippage: 0n });
    expect(flip.assets).to.equal(quote.assets);
  });

  it("of a fund that is gone pay nothing, and it is minted no more", async function () {
    const fixture: SdkFixture & { shares: bigint } = await loadFixture(holding);
    await move(fixture, wad("-0.4"));
    const quote = await sdk.quoteRedeem(fixture.sdk, { token: "BTC3L", shares: fixture.shares, slippage: 0n });
    expect(quote.assets).to.equal(0n);
    const mint = sdk.quoteMint(fixture.sdk, { token: "BTC3L", assets: 1_000_000n, slippage: 0n });
    expect(await rejection(mint)).to.be.instanceOf(sdk.WipedOutError);
  });
});
