import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { AddressLike } from "ethers";
import { deposit, move } from "./actions.js";
import { expectBooksToBalance, expectRefusal } from "./expectations.js";
import { wad } from "./numbers.js";
import { deployForTest, type Connection, type System } from "./system.js";

/** Tries to take about `part` units out of `owner`'s holding of a thousand. */
export type ExitAttempt = (
  system: System,
  caller: HardhatEthersSigner,
  receiver: AddressLike,
  owner: HardhatEthersSigner,
  part: bigint,
) => Promise<unknown>;

/** When `redeem` and `withdraw` work alike, and every reason for which they are refused alike. */
export function shouldLetHoldersLeave(connection: Connection, attempt: ExitAttempt): void {
  const { ethers, networkHelpers } = connection;
  const { loadFixture, time } = networkHelpers;

  /** Alice and Bob have a thousand each. */
  async function twoHolders() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 1_000n * system.unit);
    return system;
  }

  const tryAs = (system: System) => () => attempt(system, system.alice, system.alice, system.alice, 10n);

  async function expectExit(system: System) {
    await attempt(system, system.alice, system.carol, system.alice, 10n);
    expect(await system.collateral.balanceOf(system.carol)).to.be.above(0n);
    await expectBooksToBalance(system);
  }

  it("works while minting is paused", async function () {
    const system = await loadFixture(twoHolders);
    await system.factory.connect(system.guardian).pauseMint(system.token);
    await expectExit(system);
  });

  it("works above the capacity", async function () {
    const system = await loadFixture(twoHolders);
    await system.factory.setLimits(system.token, { ...system.options.limits, capacity: 0n });
    await expectExit(system);
  });

  it("works beyond the emergency band, and beyond the venue's initial margin", async function () {
    const system = await loadFixture(twoHolders);
    await move(system, wad("-0.29"));
    expect(await system.token.leverage()).to.be.above(wad(16));
    await expectExit(system);
  });

  it("works after the venue liquidated the position", async function () {
    const system = await loadFixture(twoHolders);
    await move(system, wad("-0.316"));
    await system.venue.liquidate(system.market, system.token);
    await expectExit(system);
  });

  it("works once settled, for the pro-rata part", async function () {
    const system = await loadFixture(twoHolders);
    await system.factory.windDown(system.token, 0n);
    await expectExit(system);
  });

  it("lets whoever has an allowance act, and uses it up", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, carol } = system;
    await token.connect(alice).approve(carol, wad(100));
    const before = await token.balanceOf(alice);
    await attempt(system, carol, carol, alice, 10n);
    const burnt = before - (await token.balanceOf(alice));
    expect(burnt).to.be.above(0n);
    expect(await token.allowance(alice, carol)).to.equal(wad(100) - burnt);
  });

  it("refuses without allowance", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice, carol } = system;
    const call = () => attempt(system, carol, carol, alice, 10n);
    const needed = (shares: bigint) => shares > 0n;
    await expectRefusal(system, call, token, "ERC20InsufficientAllowance", [carol.address, 0n, needed]);
  });

  it("refuses more than the owner has", async function () {
    const system = await loadFixture(twoHolders);
    const { token, alice } = system;
    const call = () => attempt(system, alice, alice, alice, 1_500n);
    const balance = await token.balanceOf(alice);
    const needed = (shares: bigint) => shares > balance;
    await expectRefusal(system, call, token, "ERC20InsufficientBalance", [alice.address, balance, needed]);
  });

  it("refuses at a halted market", async function () {
    const system = await loadFixture(twoHolders);
    await system.venue.setScenario(system.market, true, false, 0n);
    await expectRefusal(system, tryAs(system), system.venue, "FuturesVenue_MarketHalted", [system.market]);
  });

  it("reverts when the venue rejects the fill", async function () {
    const system = await loadFixture(twoHolders);
    await system.venue.setScenario(system.market, false, true, 0n);
    await expectRefusal(system, tryAs(system), system.venue, "MockFuturesVenue_FillRejected", [system.market]);
  });

  it("refuses a stale price", async function () {
    const system = await loadFixture(twoHolders);
    const { updatedAt } = await system.feed.latestRoundData();
    await time.increase(system.options.maxAge + 1n);
    const values = [updatedAt, system.options.maxAge];
    await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_StalePrice", values);
  });

  it("refuses an invalid price", async function () {
    const system = await loadFixture(twoHolders);
    await system.feed.setAnswer(0n);
    await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_InvalidAnswer", [0n]);
  });

  it("reverts for the zero address as receiver", async function () {
    const system = await loadFixture(twoHolders);
    const call = () => attempt(system, system.alice, ethers.ZeroAddress, system.alice, 10n);
    await expectRefusal(system, call, system.collateral, "ERC20InvalidReceiver", [ethers.ZeroAddress]);
  });
}
