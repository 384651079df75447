import { expect } from "chai";
import type { BaseContract } from "ethers";
import { connect } from "../../support/connect.js";
import { deposit } from "../../support/actions.js";
import { expectBooksToBalance } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { createToken, deployForTest, give, type System } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("LeveragedToken: reentrancy", function () {
  async function hookedFund() {
    const hooked = await ethers.deployContract("ReentrantCollateral");
    const system = await deployForTest(connection, { collateral: hooked });
    await deposit(system, system.alice, 1_000n * system.unit);
    await give(system, system.bob, 10_000n * system.unit, system.token);
    const short = await createToken(system, wad(-3));
    await deposit(system, system.alice, 1_000n * system.unit, short);
    return { ...system, hooked, short };
  }
  type Hooked = Awaited<ReturnType<typeof hookedFund>>;

  /** The moments at which collateral moves while the token is at work. */
  const moments = {
    deposit: (system: System) => system.token.connect(system.bob)["deposit(uint256,address)"](1_000n, system.bob),
    redeem: (system: System) =>
      system.token.connect(system.alice)["redeem(uint256,address,address)"](wad(10), system.alice, system.alice),
  };

  async function outcomeOf(system: Hooked, moment: keyof typeof moments, target: string, data: string) {
    await system.hooked.arm(target, data);
    await moments[moment](system);
    const outcome = await system.hooked.outcome();
    expect(outcome.called).to.be.true;
    await expectBooksToBalance(system);
    return outcome;
  }

  /** Without the overloads of TypeChain, for calls by name. */
  function encode(contract: BaseContract, name: string, args: readonly unknown[] = []) {
    return contract.interface.encodeFunctionData(name, args);
  }

  const GUARD = ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10);

  for (const moment of ["deposit", "redeem"] as const) {
    for (const [name, args] of [
      ["deposit(uint256,address)", (who: string) => [1n, who]],
      ["mint(uint256,address)", (who: string) => [1n, who]],
      ["withdraw(uint256,address,address)", (who: string) => [1n, who, who]],
      ["redeem(uint256,address,address)", (who: string) => [1n, who, who]],
      ["rebalance()", () => []],
      ["settle()", () => []],
      ["payDebt(address)", (who: string) => [who]],
      ["collectFees()", () => []],
    ] as const) {
      it(`keeps ${name} out of a ${moment}`, async function () {
        const system = await loadFixture(hookedFund);
        const { token, hooked } = system;
        const data = encode(token, name, args(await hooked.getAddress()));
        const { succeeded, result } = await outcomeOf(system, moment, await token.getAddress(), data);
        expect(succeeded).to.be.false;
        expect(result).to.equal(GUARD);
      });
    }

    for (const [name, args] of [
      ["totalAssets", []],
      ["nav", []],
      ["leverage", []],
      ["convertToAssets", [1n]],
      ["convertToShares", [1n]],
      ["previewDeposit", [1n]],
      ["previewMint", [1n]],
      ["previewWithdraw", [1n]],
      ["previewRedeem", [1n]],
      ["previewRebalance", []],
    ] as const) {
      it(`shows no ${name} during a ${moment}`, async function () {
        const system = await loadFixture(hookedFund);
        const { token } = system;
        const data = encode(token, name, args);
        const { succeeded, result } = await outcomeOf(system, moment, await token.getAddress(), data);
        expect(succeeded).to.be.false;
        expect(result).to.equal(GUARD);
      });
    }

    it(`shows maximums of 0 during a ${moment}`, async function () {
      const system = await loadFixture(hookedFund);
      const { token, alice } = system;
      for (const name of ["maxDeposit", "maxMint", "maxWithdraw", "maxRedeem"] as const) {
        const data = encode(token, name, [alice.address]);
        const { succeeded, result } = await outcomeOf(system, moment, await token.getAddress(), data);
        expect(succeeded).to.be.true;
        expect(BigInt(result)).to.equal(0n);
      }
    });

    it(`keeps the venue and the other tokens of the venue shut during a ${moment}`, async function () {
      const system = await loadFixture(hookedFund);
      const { venue, market, short, token } = system;
      const attempts = [
        [venue, encode(venue, "trade", [market, 1n, 0n, 0n, false, 0n, ethers.ZeroAddress])],
        [venue, encode(venue, "close", [market])],
        [venue, encode(venue, "liquidate", [market, await token.getAddress()])],
        [venue, encode(venue, "depositLiquidity", [1n])],
        [venue, encode(venue, "requestWithdrawal", [1n])],
        [venue, encode(venue, "withdrawLiquidity", [ethers.ZeroAddress])],
        [venue, encode(venue, "depositMargin", [market, 1n])],
        [venue, encode(venue, "reportOutage", [market])],
        [venue, encode(venue, "fundInsurance", [1n])],
        [venue, encode(venue, "position", [market, await token.getAddress()])],
        [venue, encode(venue, "snapshot", [market, await token.getAddress()])],
        [venue, encode(venue, "quote", [market, await token.getAddress(), 1n])],
        [venue, encode(venue, "liquidityValues")],
        [short, encode(short, "nav")],
        [short, encode(short, "rebalance")],
        [short, encode(short, "deposit(uint256,address)", [1n, ethers.ZeroAddress])],
      ] as const;
      for (const [target, data] of attempts) {
        const { succeeded, result } = await outcomeOf(system, moment, await target.getAddress(), data);
        expect(succeeded, data.slice(0, 10)).to.be.false;
        expect(result).to.equal(GUARD);
      }
    });
  }

  it("is marked by the lens as a token without a price", async function () {
    const system = await loadFixture(hookedFund);
    const lens = await ethers.deployContract("LeveragedTokenLens");
    const data = encode(lens, "viewToken", [await system.token.getAddress()]);
    const { succeeded, result } = await outcomeOf(system, "deposit", await lens.getAddress(), data);
    expect(succeeded).to.be.true;
    const [shown] = lens.interface.decodeFunctionResult("viewToken", result) as unknown as [{ health: bigint }];
    expect(shown.health).to.equal(2n);
  });

  it("does not let a payment of a settled token be taken twice", async function () {
    const system = await loadFixture(hookedFund);
    const { token, factory, alice } = system;
    await factory.windDown(token, 0n);
    const settled = await token.settledAssets();
    const data = encode(token, "redeem(uint256,address,address)", [1n, alice.address, alice.address]);
    const { succeeded } = await outcomeOf(system, "redeem", await token.getAddress(), data);
    expect(succeeded).to.be.false;
    expect(await token.settledAssets()).to.be.below(settled);
  });
});

describe("LeveragedToken: a collateral that takes a fee", function () {
  it("is noticed by the venue, and nothing is minted", async function () {
    const shrinking = await ethers.deployContract("FeeOnTransferCollateral");
    const system = await deployForTest(connection, { collateral: shrinking, pool: 0n });
    await give(system, system.alice, 1_000n * system.unit, system.token);
    const { token, venue, alice, unit } = system;
    const call = token.connect(alice)["deposit(uint256,address)"](1_000n * unit, alice);
    await expect(call).to.be.revertedWithCustomError(venue, "FuturesVenue_InsufficientReserve");
    await give(system, system.provider, 10_000n * unit, venue);
    await venue.connect(system.provider).depositLiquidity(10_000n * unit);
    const again = token.connect(alice)["deposit(uint256,address)"](1_000n * unit, alice);
    await expect(again)
      .to.be.revertedWithCustomError(venue, "FuturesVenue_MarginNotPaid")
      .withArgs(990n * unit, 1_000n * unit);
    expect(await token.totalSupply()).to.equal(0n);
  });
});
