import { expect } from "chai";
import { nextBlock } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { expectRefusal } from "../../support/expectations.js";
import { deployWithRouter, expectNothingLeft, holdToken, NONE, signPermit } from "../../support/router.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("LeveragedTokenRouter: redeem", function () {
  async function holding() {
    const system = await deployWithRouter(connection);
    const shares = await holdToken(system);
    return { ...system, shares };
  }

  it("redeems with a permit what the token's own redeem would, to the unit, for any receiver", async function () {
    const system = await loadFixture(holding);
    const { router, token, collateral, alice, carol, shares, deadline } = system;
    const signature = await signPermit(system, token, alice, shares);
    const expected = await token.previewRedeem(shares, await nextBlock(system));
    await router.connect(alice).redeem(token, shares, expected, carol, deadline, signature);
    expect(await collateral.balanceOf(carol)).to.equal(expected);
    expect(await token.balanceOf(alice)).to.equal(0n);
    expect(await token.allowance(alice, router)).to.equal(0n);
    await expectNothingLeft(system);
  });

  it("is not stopped by somebody who sends the permit first", async function () {
    const system = await loadFixture(holding);
    const { router, token, alice, carol, shares, deadline } = system;
    const { v, r, s } = await signPermit(system, token, alice, shares);
    await token.connect(carol).permit(alice, router, shares, deadline, v, r, s);
    await router.connect(alice).redeem(token, shares, 0n, alice, deadline, { v, r, s });
    expect(await token.balanceOf(alice)).to.equal(0n);
  });

  it("burns nobody's shares but its caller's, whatever they have approved", async function () {
    const system = await loadFixture(holding);
    const { router, token, alice, carol, shares, deadline } = system;
    await token.connect(alice).approve(router, ethers.MaxUint256);
    const call = () => router.connect(carol).redeem(token, shares, 0n, carol, deadline, NONE);
    await expectRefusal(system, call, token, "ERC20InsufficientAllowance", [await router.getAddress(), 0n, shares]);
    const signature = await signPermit(system, token, alice, shares);
    const stolen = () => router.connect(carol).redeem(token, shares, 0n, carol, deadline, signature);
    await expectRefusal(system, stolen, token, "ERC2612InvalidSigner", [() => true, carol.address]);
  });

  it("refuses less than the minimum, a passed deadline, itself as receiver, unknown tokens and nothing", async function () {
    const system = await loadFixture(holding);
    const { router, token, alice, shares, deadline } = system;
    await token.connect(alice).approve(router, shares);
    const self = await router.getAddress();
    const redeem = (minimum: bigint, receiver: string, until: bigint, amount = shares) =>
      router.connect(alice).redeem(token, amount, minimum, receiver, until, NONE);
    const most = ethers.MaxUint256;
    await expectRefusal(system, () => redeem(most, alice.address, deadline), token, "LeveragedToken_BelowMinimum");
    await expectRefusal(system, () => redeem(0n, alice.address, 1n), router, "LeveragedTokenRouter_DeadlinePassed");
    await expectRefusal(system, () => redeem(0n, self, deadline), router, "LeveragedTokenRouter_InvalidReceiver");
    await expectRefusal(system, () => redeem(0n, alice.address, deadline, 0n), token, "LeveragedToken_ZeroAmount");
    const fake = () => router.connect(alice).redeem(self, shares, 0n, alice, deadline, NONE);
    await expectRefusal(system, fake, router, "LeveragedTokenRouter_UnknownToken", [self]);
  });

  it("redeems a paused and a settled token", async function () {
    const system = await loadFixture(holding);
    const { router, token, factory, guardian, collateral, alice, carol, shares, deadline } = system;
    await token.connect(alice).approve(router, shares);
    await factory.connect(guardian).pauseMint(token);
    await router.connect(alice).redeem(token, shares / 2n, 1n, carol, deadline, NONE);
    await factory.windDown(token, 0n);
    const expected = await token.previewRedeem(shares / 4n);
    const before = await collateral.balanceOf(carol);
    await router.connect(alice).redeem(token, shares / 4n, expected, carol, deadline, NONE);
    expect((await collateral.balanceOf(carol)) - before).to.equal(expected);
    await expectNothingLeft(system);
  });
});
