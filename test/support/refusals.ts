import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { AddressLike } from "ethers";
import { deposit, move } from "./actions.js";
import { expectRefusal } from "./expectations.js";
import { wad } from "./numbers.js";
import { deployForTest, give, type Connection, type System } from "./system.js";

/** Tries to mint about a thousand units' worth. */
export type MintAttempt = (system: System, payer: HardhatEthersSigner, receiver: AddressLike) => Promise<unknown>;

/** Every reason for which `deposit` and `mint` are refused alike. */
export function shouldRefuseToMint(connection: Connection, attempt: MintAttempt): void {
  const { ethers, networkHelpers } = connection;
  const { loadFixture, time } = networkHelpers;

  /** Alice is in the fund, Carol could be. */
  async function openedFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await give(system, system.carol, 10_000n * system.unit, system.token);
    return system;
  }

  const tryAs = (system: System) => () => attempt(system, system.carol, system.carol);

  it("refuses while minting is paused", async function () {
    const system = await loadFixture(openedFund);
    await system.factory.connect(system.guardian).pauseMint(system.token);
    await expectRefusal(system, tryAs(system), system.token, "LeveragedToken_MintPaused");
  });

  it("refuses to grow beyond the capacity", async function () {
    const system = await loadFixture(openedFund);
    await system.factory.setLimits(system.token, { ...system.options.limits, capacity: 1_500n });
    const capacity = 1_500n * system.unit;
    const grown = (value: bigint) => value > capacity;
    await expectRefusal(system, tryAs(system), system.token, "LeveragedToken_CapacityExceeded", [grown, capacity]);
  });

  it("refuses once settled", async function () {
    const system = await loadFixture(openedFund);
    await system.factory.windDown(system.token, 0n);
    await expectRefusal(system, tryAs(system), system.token, "LeveragedToken_Settled");
  });

  it("refuses when equity is gone", async function () {
    const system = await loadFixture(openedFund);
    await move(system, wad("-0.334"));
    await expectRefusal(system, tryAs(system), system.token, "LeveragedToken_WipedOut");
  });

  it("refuses beyond the emergency band", async function () {
    const system = await loadFixture(openedFund);
    await move(system, wad("-0.17"));
    const real = (leverage: bigint) => leverage > wad(5) && leverage < wad("5.1");
    const most = await system.token.targetLeverage().then((target) => (target * (wad(5) / 3n)) / wad(1));
    await expectRefusal(system, tryAs(system), system.token, "LeveragedToken_LeverageTooHigh", [real, most]);
  });

  it("refuses while there is money without a position", async function () {
    const system = await loadFixture(openedFund);
    await move(system, wad("-0.32"));
    await system.venue.liquidate(system.market, system.token);
    const equity = await system.token.totalAssets();
    await expectRefusal(system, tryAs(system), system.token, "LeveragedToken_NoPosition", [equity]);
  });

  it("refuses at a halted market", async function () {
    const system = await loadFixture(openedFund);
    await system.venue.setScenario(system.market, true, false, 0n);
    await expectRefusal(system, tryAs(system), system.venue, "FuturesVenue_MarketHalted", [system.market]);
  });

  it("reverts when the venue rejects the fill", async function () {
    const system = await loadFixture(openedFund);
    await system.venue.setScenario(system.market, false, true, 0n);
    await expectRefusal(system, tryAs(system), system.venue, "MockFuturesVenue_FillRejected", [system.market]);
  });

  it("refuses beyond the market's open-interest cap", async function () {
    const system = await loadFixture(openedFund);
    await system.venue.setOpenInterestCap(system.market, 4_000n);
    const above = (openInterest: bigint) => openInterest > wad(4_000);
    await expectRefusal(system, tryAs(system), system.venue, "FuturesVenue_OpenInterestCap", [above, wad(4_000)]);
  });

  it("refuses what the venue's pool cannot reserve", async function () {
    const system = await deployForTest(connection, { pool: 2_000n });
    await give(system, system.carol, 10_000n * system.unit, system.token);
    const needed = (value: bigint) => value > 2_000n * 10n ** 6n;
    const free = 2_000n * 10n ** 6n;
    await expectRefusal(system, tryAs(system), system.venue, "FuturesVenue_InsufficientReserve", [needed, free]);
  });

  it("refuses a stale price", async function () {
    const system = await loadFixture(openedFund);
    const { updatedAt } = await system.feed.latestRoundData();
    await time.increase(system.options.maxAge + 1n);
    const values = [updatedAt, system.options.maxAge];
    await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_StalePrice", values);
  });

  for (const answer of [0n, -1n]) {
    it(`refuses an answer of ${answer.toString()}`, async function () {
      const system = await loadFixture(openedFund);
      await system.feed.setAnswer(answer);
      await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_InvalidAnswer", [answer]);
    });
  }

  it("refuses a price out of bounds", async function () {
    const system = await loadFixture(openedFund);
    await system.feed.setAnswer(10n ** 20n);
    const values = [10n ** 30n, 10n ** 9n, 10n ** 29n];
    await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_OutOfBounds", values);
  });

  it("refuses an incomplete round", async function () {
    const system = await loadFixture(openedFund);
    const { answer } = await system.feed.latestRoundData();
    await system.feed.setRound(answer, 0n, 0n);
    await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_IncompleteRound", [2n]);
  });

  it("refuses a feed that fails", async function () {
    const system = await loadFixture(openedFund);
    await system.feed.setFailing(true);
    const values = [await system.feed.getAddress()];
    await expectRefusal(system, tryAs(system), system.oracle, "PriceOracle_FeedFailed", values);
  });

  it("reverts without allowance", async function () {
    const system = await loadFixture(openedFund);
    await system.collateral.connect(system.carol).approve(system.token, 1n);
    const token = await system.token.getAddress();
    const needed = (amount: bigint) => amount > 900n * system.unit;
    const values = [token, 1n, needed];
    await expectRefusal(system, tryAs(system), system.collateral, "ERC20InsufficientAllowance", values);
  });

  it("reverts without the money", async function () {
    const system = await loadFixture(openedFund);
    await system.collateral.connect(system.bob).approve(system.token, ethers.MaxUint256);
    const needed = (amount: bigint) => amount > 900n * system.unit;
    const call = () => attempt(system, system.bob, system.bob);
    const values = [system.bob.address, 0n, needed];
    await expectRefusal(system, call, system.collateral, "ERC20InsufficientBalance", values);
  });

  it("reverts for the zero address as receiver", async function () {
    const system = await loadFixture(openedFund);
    const call = () => attempt(system, system.carol, ethers.ZeroAddress);
    await expectRefusal(system, call, system.token, "ERC20InvalidReceiver", [ethers.ZeroAddress]);
  });
}
