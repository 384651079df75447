import { expect } from "chai";
import { nextBlock } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { marketOf } from "../../support/options.js";
import {
  deployWithRouter,
  expectNothingLeft,
  holdToken,
  LITTLE,
  NONE,
  signPermit,
  type RouterSystem,
} from "../../support/router.js";
import { createToken, give } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("LeveragedTokenRouter: flip and multicall", function () {
  async function holding() {
    const system = await deployWithRouter(connection);
    const shares = await holdToken(system);
    return { ...system, shares };
  }

  /** A token of the same registry, at another venue, whose collateral takes no permits. */
  async function otherCollateral(system: RouterSystem) {
    const { ethers: hardhat } = connection;
    const plain = await hardhat.deployContract("HostileCollateral");
    const venue = await hardhat.deployContract("MockFuturesVenue", [plain, system.manager]);
    const { oracle, market, factory, options, unit, provider } = system;
    await venue.listMarket(market, { oracle, ...marketOf(options.market, unit) });
    await factory.allowMarket(venue, market, "XBT");
    const collateral = await hardhat.getContractAt("MockCollateral", await plain.getAddress());
    const there = { ...system, venue, collateral };
    await give(there, provider, options.pool * unit, venue);
    await venue.connect(provider).depositLiquidity(options.pool * unit);
    return { plain, token: await createToken(there, wad(3)) };
  }

  it("changes a long into a short with one permit, and keeps nothing", async function () {
    const system = await loadFixture(holding);
    const { router, token, short, collateral, alice, shares, deadline } = system;
    const signature = await signPermit(system, token, alice, shares);
    const before = await collateral.balanceOf(alice);
    const block = await nextBlock(system);
    const minted = await router
      .connect(alice)
      .flip.staticCall(token, short, shares, 0n, alice, deadline, signature, block);
    await router.connect(alice).flip(token, short, shares, minted, alice, deadline, signature);
    expect(await short.balanceOf(alice)).to.equal(minted);
    expect(minted).to.be.greaterThan(LITTLE);
    expect(await token.balanceOf(alice)).to.equal(0n);
    expect(await token.allowance(alice, router)).to.equal(0n);
    expect(await collateral.balanceOf(alice)).to.equal(before);
    await expectNothingLeft(system);
  });

  it("pays out to another receiver what redeem and mint on their own would have", async function () {
    const system = await loadFixture(holding);
    const { router, token, short, alice, carol, shares, deadline, collateral } = system;
    await token.connect(alice).approve(router, shares);
    const apart = await networkHelpers.takeSnapshot();
    await nextBlock(system, 1n);
    await token.connect(alice)["redeem(uint256,address,address)"](shares, carol, alice);
    const assets = await collateral.balanceOf(carol);
    await collateral.connect(carol).approve(short, assets);
    await short.connect(carol)["deposit(uint256,address)"](assets, carol);
    const expected = await short.balanceOf(carol);
    await apart.restore();
    await nextBlock(system, 1n);
    await router.connect(alice).flip(token, short, shares, 0n, carol, deadline, NONE);
    // Two seconds of funding and management fee lie between them.
    const difference = (await short.balanceOf(carol)) - expected;
    expect(difference).to.be.within(-expected / 1_000_000n, expected / 1_000_000n);
  });

  it("refuses fewer shares than the minimum, the same token, unknown ones and a passed deadline", async function () {
    const system = await loadFixture(holding);
    const { router, token, short, alice, shares, deadline } = system;
    await token.connect(alice).approve(router, shares);
    const flip = (from: string, to: string, minimum = 0n, until = deadline, receiver = alice.address) =>
      router.connect(alice).flip(from, to, shares, minimum, receiver, until, NONE);
    const [long, other, self] = await Promise.all([token.getAddress(), short.getAddress(), router.getAddress()]);
    const most = ethers.MaxUint256;
    await expectRefusal(system, () => flip(long, other, most), short, "LeveragedToken_BelowMinimum", [
      () => true,
      most,
    ]);
    await expectRefusal(system, () => flip(long, long), router, "LeveragedTokenRouter_SameToken", [long]);
    await expectRefusal(system, () => flip(long, self), router, "LeveragedTokenRouter_UnknownToken", [self]);
    await expectRefusal(system, () => flip(self, other), router, "LeveragedTokenRouter_UnknownToken", [self]);
    await expectRefusal(system, () => flip(long, other, 0n, 1n), router, "LeveragedTokenRouter_DeadlinePassed");
    const toRouter = () => flip(long, other, 0n, deadline, self);
    await expectRefusal(system, toRouter, router, "LeveragedTokenRouter_InvalidReceiver", [self]);
  });

  it("leaves a holder where they were when what they change into is paused", async function () {
    const system = await loadFixture(holding);
    const { router, token, short, factory, guardian, alice, shares, deadline } = system;
    await token.connect(alice).approve(router, shares);
    await factory.connect(guardian).pauseMint(short);
    const call = () => router.connect(alice).flip(token, short, shares, 0n, alice, deadline, NONE);
    await expectRefusal(system, call, short, "LeveragedToken_MintPaused");
  });

  it("lets holders of a settled token go on in another", async function () {
    const system = await loadFixture(holding);
    const { router, token, short, factory, alice, shares, deadline } = system;
    await factory.windDown(token, 0n);
    const signature = await signPermit(system, token, alice, shares);
    await router.connect(alice).flip(token, short, shares, LITTLE, alice, deadline, signature);
    expect(await short.balanceOf(alice)).to.be.greaterThan(LITTLE);
    await expectNothingLeft(system);
  });

  it("refuses a change between collaterals", async function () {
    const system = await loadFixture(holding);
    const { router, token, collateral, alice, shares, deadline } = system;
    const other = await otherCollateral(system);
    await token.connect(alice).approve(router, shares);
    const call = () => router.connect(alice).flip(token, other.token, shares, 0n, alice, deadline, NONE);
    const values = [await collateral.getAddress(), await other.plain.getAddress()];
    await expectRefusal(system, call, router, "LeveragedTokenRouter_CollateralMismatch", values);
  });

  it("says so when the collateral takes no permits, and mints from an allowance of it", async function () {
    const system = await loadFixture(holding);
    const { router, alice, collateral, unit, deadline } = system;
    const other = await otherCollateral(system);
    await other.plain.mint(alice, 100n * unit);
    const signature = await signPermit(system, collateral, alice, 100n * unit);
    const call = () => router.connect(alice).deposit(other.token, 100n * unit, 0n, alice, deadline, signature);
    const values = [await other.plain.getAddress(), 0n, 100n * unit];
    await expectRefusal(system, call, router, "LeveragedTokenRouter_PermitNotTaken", values);
    await other.plain.connect(alice).approve(router, 100n * unit);
    await call();
    expect(await other.token.balanceOf(alice)).to.be.greaterThan(LITTLE);
    expect(await other.plain.balanceOf(router)).to.equal(0n);
  });

  it("does several things in one transaction, each with a permit of its own, or none of them", async function () {
    const system = await loadFixture(holding);
    const { router, token, short, collateral, alice, carol, unit, shares, deadline } = system;
    const [long, other] = await Promise.all([token.getAddress(), short.getAddress()]);
    const permits = {
      shares: await signPermit(system, token, alice, shares / 2n),
      money: await signPermit(system, collateral, alice, 500n * unit),
    };
    const encode = router.interface.encodeFunctionData.bind(router.interface);
    const flip = encode("flip", [long, other, shares / 2n, 1n, alice.address, deadline, permits.shares]);
    const mint = encode("deposit", [other, 500n * unit, 1n, carol.address, deadline, permits.money]);
    const tooLate = encode("redeem", [long, shares / 2n, 0n, alice.address, 1n, NONE]);
    const call = () => router.connect(alice).multicall([flip, mint, tooLate]);
    await expectRefusal(system, call, router, "LeveragedTokenRouter_DeadlinePassed");
    await router.connect(alice).multicall([flip, mint]);
    expect(await token.balanceOf(alice)).to.equal(shares - shares / 2n);
    expect(await short.balanceOf(alice)).to.be.greaterThan(LITTLE);
    expect(await short.balanceOf(carol)).to.be.greaterThan(LITTLE);
    await expectNothingLeft(system);
  });
});
