import { expect } from "chai";
import { nextBlock } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectRefusal } from "../../support/expectations.js";
import { HOUR } from "../../support/numbers.js";
import { deployWithRouter, expectNothingLeft, NONE, signPermit, type RouterSystem } from "../../support/router.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

const fixture = () => deployWithRouter(connection);

/** Alice's mint of a thousand units through the router. */
function mint(
  { router, token, alice, unit, deadline }: RouterSystem,
  {
    signature = NONE,
    minShares = 0n,
    receiver = alice.address,
    assets = 1_000n * unit,
    until = deadline,
  }: { signature?: typeof NONE; minShares?: bigint; receiver?: string; assets?: bigint; until?: bigint } = {},
) {
  return router.connect(alice).deposit(token, assets, minShares, receiver, until, signature);
}

describe("LeveragedTokenRouter: deposit", function () {
  it("mints with a permit what the token's own deposit would, to the unit, and keeps nothing", async function () {
    const system = await loadFixture(fixture);
    const { token, collateral, alice, unit, router } = system;
    const signature = await signPermit(system, collateral, alice, 1_000n * unit);
    const expected = await token.previewDeposit(1_000n * unit, await nextBlock(system));
    await expect(mint(system, { signature, minShares: expected }))
      .to.emit(token, "Deposit")
      .withArgs(router, alice, 1_000n * unit, expected);
    expect(await token.balanceOf(alice)).to.equal(expected);
    expect(await collateral.balanceOf(alice)).to.equal(9_000n * unit);
    expect(await collateral.allowance(alice, router)).to.equal(0n);
    await expectNothingLeft(system);
  });

  it("mints from an allowance, for another receiver", async function () {
    const system = await loadFixture(fixture);
    const { token, collateral, alice, carol, unit, router } = system;
    await collateral.connect(alice).approve(router, 1_000n * unit);
    await mint(system, { receiver: carol.address });
    expect(await token.balanceOf(carol)).to.be.greaterThan(0n);
    expect(await token.balanceOf(alice)).to.equal(0n);
    await expectNothingLeft(system);
  });

  it("is not stopped by somebody who sends the permit first", async function () {
    const system = await loadFixture(fixture);
    const { token, collateral, alice, carol, unit, router, deadline } = system;
    const { v, r, s } = await signPermit(system, collateral, alice, 1_000n * unit);
    await collateral.connect(carol).permit(alice, router, 1_000n * unit, deadline, v, r, s);
    await mint(system, { signature: { v, r, s } });
    expect(await token.balanceOf(alice)).to.be.greaterThan(0n);
    expect(await collateral.allowance(alice, router)).to.equal(0n);
  });

  it("takes a bad signature for none where the allowance suffices, and passes its error on where it does not", async function () {
    const system = await loadFixture(fixture);
    const { token, collateral, alice, carol, unit, router } = system;
    const signature = await signPermit(system, collateral, alice, 1_000n * unit, { signer: carol });
    await collateral.connect(alice).approve(router, 1_000n * unit - 1n);
    const call = () => mint(system, { signature });
    await expectRefusal(system, call, collateral, "ERC2612InvalidSigner", [carol.address, alice.address]);
    await collateral.connect(alice).approve(router, 1_000n * unit);
    await call();
    expect(await token.balanceOf(alice)).to.be.greaterThan(0n);
  });

  it("refuses a permit for another amount or deadline than the call's", async function () {
    const system = await loadFixture(fixture);
    const { collateral, alice, unit, deadline } = system;
    const stranger = (signer: string) => signer !== alice.address;
    for (const signature of [
      await signPermit(system, collateral, alice, 999n * unit),
      await signPermit(system, collateral, alice, 1_000n * unit, { until: deadline + 1n }),
    ]) {
      const call = () => mint(system, { signature });
      await expectRefusal(system, call, collateral, "ERC2612InvalidSigner", [stranger, alice.address]);
    }
  });

  it("refuses after its deadline, and takes the deadline's own second", async function () {
    const system = await loadFixture(fixture);
    const { collateral, alice, unit, router, deadline, feed } = system;
    await collateral.connect(alice).approve(router, 2_000n * unit);
    await feed.setAnswer(50_000n * 10n ** 8n);
    await time.setNextBlockTimestamp(deadline);
    await mint(system);
    await time.setNextBlockTimestamp(deadline + 1n);
    const call = () => mint(system);
    await expectRefusal(system, call, router, "LeveragedTokenRouter_DeadlinePassed", [deadline, deadline + 1n]);
  });

  it("refuses to mint less than the minimum", async function () {
    const system = await loadFixture(fixture);
    const { token, collateral, alice, unit, router } = system;
    await collateral.connect(alice).approve(router, 1_000n * unit);
    const minShares = (await token.previewDeposit(1_000n * unit)) * 2n;
    const less = (shares: bigint) => shares < minShares;
    const call = () => mint(system, { minShares });
    await expectRefusal(system, call, token, "LeveragedToken_BelowMinimum", [less, minShares]);
  });

  it("refuses what is no token of the registry, a look-alike with an allowance included", async function () {
    const system = await loadFixture(fixture);
    const { router, alice, collateral, unit } = system;
    await collateral.connect(alice).approve(router, ethers.MaxUint256);
    const other = await deployWithRouter(connection);
    const until = ethers.MaxUint256;
    for (const fake of [await other.token.getAddress(), await collateral.getAddress(), alice.address]) {
      const call = () => router.connect(alice).deposit(fake, unit, 0n, alice, until, NONE);
      await expectRefusal(system, call, router, "LeveragedTokenRouter_UnknownToken", [fake]);
    }
  });

  it("refuses itself and nobody as receiver", async function () {
    const system = await loadFixture(fixture);
    const { router, collateral, alice, unit, token } = system;
    await collateral.connect(alice).approve(router, 1_000n * unit);
    const receiver = await router.getAddress();
    const toItself = () => mint(system, { receiver });
    await expectRefusal(system, toItself, router, "LeveragedTokenRouter_InvalidReceiver", [receiver]);
    const toNobody = () => mint(system, { receiver: ethers.ZeroAddress });
    await expectRefusal(system, toNobody, token, "ERC20InvalidReceiver", [ethers.ZeroAddress]);
  });

  it("refuses nothing, what is not there and what is not allowed", async function () {
    const system = await loadFixture(fixture);
    const { router, collateral, token, alice, unit } = system;
    await expectRefusal(system, () => mint(system, { assets: 0n }), token, "LeveragedToken_ZeroAmount");
    const unallowed = [await router.getAddress(), 0n, 1_000n * unit];
    await expectRefusal(system, () => mint(system), collateral, "ERC20InsufficientAllowance", unallowed);
    const signature = await signPermit(system, collateral, alice, 20_000n * unit);
    const tooMuch = () => mint(system, { assets: 20_000n * unit, signature });
    const short = [alice.address, 10_000n * unit, 20_000n * unit];
    await expectRefusal(system, tooMuch, collateral, "ERC20InsufficientBalance", short);
  });

  it("passes on what the token refuses: paused, stale, settled", async function () {
    const system = await loadFixture(fixture);
    const { router, collateral, token, factory, guardian, oracle, alice, unit, options } = system;
    await collateral.connect(alice).approve(router, 1_000n * unit);
    const until = ethers.MaxUint256;
    const call = () => mint(system, { until });
    await factory.connect(guardian).pauseMint(token);
    await expectRefusal(system, call, token, "LeveragedToken_MintPaused");
    await factory.unpauseMint(token);
    await time.increase(options.maxAge + HOUR);
    await expectRefusal(system, call, oracle, "PriceOracle_StalePrice");
    await system.feed.setAnswer(50_000n * 10n ** 8n);
    await factory.windDown(token, 0n);
    await expectRefusal(system, call, token, "LeveragedToken_Settled");
    await expectNothingLeft(system);
  });
});
