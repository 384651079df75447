import { expect } from "chai";
import type { BaseContract } from "ethers";
import { connect } from "../../support/connect.js";
import { expectBooksToBalance, expectRefusal } from "../../support/expectations.js";
import { deployWithRouter, expectNothingLeft, LITTLE, NONE } from "../../support/router.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

const GUARD = ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10);

describe("LeveragedTokenRouter: safety", function () {
  async function plain() {
    return deployWithRouter(connection);
  }

  async function hooked() {
    const hook = await ethers.deployContract("ReentrantCollateral");
    const system = await deployWithRouter(connection, { collateral: hook });
    await system.collateral.connect(system.alice).approve(system.router, ethers.MaxUint256);
    await system.token.connect(system.bob).approve(system.router, ethers.MaxUint256);
    return { ...system, hook };
  }

  it("takes nobody's approved money but its caller's", async function () {
    const system = await loadFixture(plain);
    const { router, token, collateral, alice, carol, unit, deadline } = system;
    await collateral.connect(alice).approve(router, ethers.MaxUint256);
    const call = () => router.connect(carol).deposit(token, unit, 0n, carol, deadline, NONE);
    const values = [await router.getAddress(), 0n, unit];
    await expectRefusal(system, call, collateral, "ERC20InsufficientAllowance", values);
  });

  it("gives away nothing it was sent by mistake, and works on regardless", async function () {
    const system = await loadFixture(plain);
    const { router, token, collateral, bob, alice, carol, unit, deadline } = system;
    await collateral.mint(router, 7n * unit);
    await token.connect(bob).transfer(router, LITTLE);
    const unfunded = () => router.connect(carol).deposit(token, unit, 0n, carol, deadline, NONE);
    await expectRefusal(system, unfunded, collateral, "ERC20InsufficientAllowance");
    const notHeld = () => router.connect(carol).redeem(token, LITTLE, 0n, carol, deadline, NONE);
    await expectRefusal(system, notHeld, token, "ERC20InsufficientAllowance");
    await collateral.connect(alice).approve(router, unit);
    await router.connect(alice).deposit(token, unit, 0n, alice, deadline, NONE);
    expect(await collateral.balanceOf(router)).to.equal(7n * unit);
    expect(await token.balanceOf(router)).to.equal(LITTLE);
  });

  it("cannot be entered by a collateral that calls back, at any moment", async function () {
    const system = await loadFixture(hooked);
    const { router, hook, token, short, alice, bob, unit, deadline } = system;
    const encode = (contract: BaseContract, name: string, args: readonly unknown[]) =>
      contract.interface.encodeFunctionData(name, args);
    const [long, other, thief] = await Promise.all([token.getAddress(), short.getAddress(), hook.getAddress()]);
    const moments = {
      deposit: () => router.connect(alice).deposit(long, unit, 0n, alice, deadline, NONE),
      redeem: () => router.connect(bob).redeem(long, LITTLE, 0n, bob, deadline, NONE),
      flip: () => router.connect(bob).flip(long, other, LITTLE * 1_000n, 0n, bob, deadline, NONE),
    };
    const attempts = [
      encode(router, "deposit", [long, 1n, 0n, thief, deadline, NONE]),
      encode(router, "redeem", [long, 1n, 0n, thief, deadline, NONE]),
      encode(router, "flip", [long, other, 1n, 0n, thief, deadline, NONE]),
      encode(router, "multicall", [[encode(router, "deposit", [long, 1n, 0n, thief, deadline, NONE])]]),
    ];
    for (const [name, act] of Object.entries(moments)) {
      for (const data of attempts) {
        await hook.arm(router, data);
        await act();
        const { called, succeeded, result } = await hook.outcome();
        expect(called, name).to.be.true;
        expect(succeeded, name).to.be.false;
        expect(result.slice(0, 10), name).to.equal(GUARD);
      }
    }
    await expectNothingLeft(system);
    await expectBooksToBalance(system);
  });

  it("pays nobody who mints for themselves while a flip's money passes through it", async function () {
    const system = await loadFixture(hooked);
    const { router, hook, token, short, bob, unit, deadline } = system;
    const thief = await hook.getAddress();
    // The hook has an allowance at the other token, and calls it while the router holds what Bob's redeem paid out.
    await hook.arm(short, short.interface.encodeFunctionData("deposit(uint256,address)", [unit, thief]));
    await router.connect(bob).flip(token, short, LITTLE * 1_000n, 0n, bob, deadline, NONE);
    const { called, succeeded } = await hook.outcome();
    expect([called, succeeded]).to.deep.equal([true, false]);
    expect(await short.balanceOf(thief)).to.equal(0n);
    await expectNothingLeft(system);
  });

  it("has neither owner nor ether", async function () {
    const { router, alice } = await loadFixture(plain);
    const names = router.interface.fragments.filter(({ type }) => type === "function").map((f) => f.format());
    expect(names.map((name) => name.split("(")[0])).to.have.members([
      "deposit",
      "redeem",
      "flip",
      "multicall",
      "factory",
    ]);
    await expect(alice.sendTransaction({ to: router, value: 1n })).to.revert(ethers);
  });
});
