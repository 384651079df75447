import { expect } from "chai";
import { AbiCoder, MaxUint256, type BaseContract } from "ethers";
import type { NavFeed } from "../../../types/ethers-contracts/index.js";
import { deposit, forward, inOneBlock, move, redeem } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { answerOf, giveToAccount, risen, startFeed } from "../../support/navFeed.js";
import { DAY, HOUR, wad } from "../../support/numbers.js";
import { deployForTest, give, type System } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, mine, time } = networkHelpers;

/** The dearest fees there may be, so that what stays in the fund is as much as it can be. */
const FEES = { managementPpmPerYear: 0n, mintPpm: 10_000n, redeemPpm: 10_000n };

const call = (contract: BaseContract, name: string, args: readonly unknown[] = []) => ({
  target: contract.target,
  data: contract.interface.encodeFunctionData(name, args),
});

/** Fails if the feed shows more than the bound allows, or less than a minute's funding takes. */
function expectWithinBound(shown: bigint, before: bigint): void {
  expect(shown).to.be.within((before * 999_999n) / 1_000_000n, risen(before) + 1n);
}

for (const decimals of [6, 18]) {
  describe(`NavFeed: attacks within one block, ${String(decimals)} decimals`, function () {
    /** Alice is the only holder, the feed was poked in the block before, and a contract is ready to act in one call. */
    async function soleHolder() {
      const system = await deployForTest(connection, { decimals, fees: FEES });
      await deposit(system, system.alice, 1_000n * system.unit);
      const navFeed = await startFeed(system);
      const batcher = await ethers.deployContract("MockBatcher");
      await system.collateral.mint(batcher, 1_000_000n * system.unit);
      await batcher.run([call(system.collateral, "approve", [system.token.target, MaxUint256])]);
      await navFeed.poke();
      return { ...system, navFeed, batcher, me: await batcher.getAddress() };
    }
    type Ready = Awaited<ReturnType<typeof soleHolder>>;

    /** What the feed shows before and after the calls, all in one transaction. */
    async function around(system: Ready, calls: { target: BaseContract["target"]; data: string }[]) {
      const read = call(system.navFeed, "latestRoundData");
      const results = await system.batcher.run.staticCall([read, ...calls, read]);
      const [before, after] = [results.at(0)!, results.at(-1)!].map((result) => {
        const [, answer] = AbiCoder.defaultAbiCoder().decode(["uint80", "int256"], result) as unknown as bigint[];
        return answer!;
      });
      return { before: before!, after: after! };
    }

    /** The answer at the end of the block in which `act` sends its transactions. */
    async function after(navFeed: NavFeed, system: System, act: () => Promise<unknown>) {
      await inOneBlock(system, async () => {
        await act();
        return [];
      });
      return answerOf(navFeed);
    }

    it("stays within the bound when all but a sliver is redeemed and the fee is the sliver's", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, alice } = system;
      const before = await answerOf(navFeed);
      await redeem(system, alice, (await token.balanceOf(alice)) - wad("0.01"));
      expectWithinBound(await answerOf(navFeed), before);
    });

    it("stays within the bound when a lender's millions are minted and redeemed over and over", async function () {
      const system = await loadFixture(soleHolder);
      const { token, me } = system;
      const mint = call(token, "mint(uint256,address)", [wad(5_000), me]);
      const leave = call(token, "redeem(uint256,address,address)", [wad(5_000), me, me]);
      const rounds = await around(system, Array<(typeof mint)[]>(6).fill([mint, leave]).flat());
      expectWithinBound(rounds.after, rounds.before);
    });

    it("stays within the bound when the account is given as much as it holds", async function () {
      const system = await loadFixture(soleHolder);
      const { navFeed, token, unit } = system;
      const before = await answerOf(navFeed);
      await giveToAccount(system, 1_000n * unit);
      expect(await token.nav()).to.be.above((before * 19n) / 10n);
      expect(await answerOf(navFeed)).to.equal(risen((await navFeed.checkpoint()).nav));
      expectWithinBound(await answerOf(navFeed), before);
    });

    it("gains nothing by poking in the block of the gift, before or after it, once or twice", async function () {
      const system = await loadFixture(soleHolder);
      const { navFeed, alice, unit } = system;
      const gift = () => giveToAccount(system, 1_000n * unit);
      const poke = () => navFeed.connect(alice).poke({ gasLimit: 500_000n });
      const before = await answerOf(navFeed);
      const snapshot = await networkHelpers.takeSnapshot();
      for (const acts of [
        [poke, gift],
        [gift, poke],
        [gift, poke, poke],
        [poke, gift, poke],
      ]) {
        const shown = await after(navFeed, system, async () => {
          for (const act of acts) await act();
        });
        expectWithinBound(shown, before);
        await snapshot.restore();
      }
    });

    it("rises by the bound from block to block at most, however often it is poked", async function () {
      const system = await loadFixture(soleHolder);
      const { navFeed, unit } = system;
      let before = await answerOf(navFeed);
      await giveToAccount(system, 1_000n * unit);
      for (let block = 0; block < 5; block += 1) {
        await navFeed.poke();
        const shown = await answerOf(navFeed);
        expectWithinBound(shown, before);
        before = shown;
      }
    });

    it("stays within the bound around a rebalance in the same block", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, keeper, unit } = system;
      await move(system, wad("0.05"));
      await forward(system, DAY);
      await navFeed.poke();
      const before = await answerOf(navFeed);
      const shown = await after(navFeed, system, async () => {
        await giveToAccount(system, 200n * unit);
        await token.connect(keeper).rebalance();
        await giveToAccount(system, 200n * unit);
      });
      expect((await token.state()).rebalancedAt).to.equal(BigInt(await time.latest()));
      expectWithinBound(shown, before);
    });

    it("leaves no more room at a rebalance nobody has poked since than the new position explains", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, keeper, unit } = system;
      const { nav } = await navFeed.checkpoint();
      await move(system, wad("0.05"));
      await forward(system, DAY);
      const shown = await after(navFeed, system, async () => {
        await token.connect(keeper).rebalance();
        await giveToAccount(system, 1_000n * unit);
      });
      // After 5 % NAV is 1.15; the position of 3x 1.15 held since the poke would have made 1 + 3.45 (0.05 / 1.05) of it.
      expect(shown).to.be.within((nav * 115n) / 100n, risen((nav * 11643n) / 10000n));
    });

    it("rises with a new price by what the price explains, and by the bound beyond it", async function () {
      const system = await loadFixture(soleHolder);
      const { navFeed, unit } = system;
      const before = await answerOf(navFeed);
      const shown = await after(navFeed, system, async () => {
        await giveToAccount(system, 1_000n * unit);
        await move(system, wad("0.02"));
      });
      // 3x of 2 %: 6 %.
      const explained = (before * 106n) / 100n;
      expect(shown).to.be.within(explained, risen(explained) + wad("0.00001"));
    });

    it("holds in a fund as small as the feed answers for", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, alice } = system;
      const least = 1000n * (await token.virtualShares());
      await redeem(system, alice, (await token.balanceOf(alice)) - 2n * least);
      await time.increase(DAY);
      await move(system, 0n);
      await navFeed.poke(); // the fees left in it are taken as they are, after a day
      await mine();
      const before = await answerOf(navFeed);
      await navFeed.poke();
      // Each of these leaves what rounding takes from it.
      const single = least / 100n;
      for (let times = 0; times < 20; times += 1) await redeem(system, alice, single);
      expectWithinBound(await answerOf(navFeed), before);
    });

    it("shows no more than the last poke saw, where NAV has lost since and is given back", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, unit, governor, factory } = system;
      await factory.connect(governor).setFees(token, { ...FEES, managementPpmPerYear: 100_000n });
      await navFeed.poke();
      const { nav } = await navFeed.checkpoint();
      await forward(system, 30n * DAY);
      expect(await answerOf(navFeed)).to.be.below((nav * 995n) / 1000n);
      await giveToAccount(system, 1_000n * unit);
      expect(await answerOf(navFeed)).to.be.at.most(risen(nav));
    });

    it("takes a NAV above the bound after a day without a poke, and shows it from the next block on", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, unit } = system;
      await giveToAccount(system, 1_000n * unit);
      const early = (await navFeed.checkpoint()).takenAt + DAY;
      await time.increaseTo(early - HOUR);
      await navFeed.poke();
      expect(await answerOf(navFeed)).to.be.below((await token.nav()) / 2n + wad("0.01"));
      await forward(system, DAY + HOUR);
      await navFeed.poke();
      const started = BigInt(await time.latest());
      await expect(navFeed.latestRoundData())
        .to.be.revertedWithCustomError(navFeed, "NavFeed_Unconfirmed")
        .withArgs(started);
      await mine();
      expect(await answerOf(navFeed)).to.equal(await token.nav());
    });

    it("does not start again where NAV is within the bound, however long nobody has poked", async function () {
      const system = await loadFixture(soleHolder);
      const { navFeed } = system;
      const { startedAt } = await navFeed.checkpoint();
      await forward(system, 10n * DAY);
      await navFeed.poke();
      expect((await navFeed.checkpoint()).startedAt).to.equal(startedAt);
      expect(await answerOf(navFeed)).to.equal(await system.token.nav());
    });

    it("has no answer in the block in which a token is given something and settled", async function () {
      const system = await loadFixture(soleHolder);
      const { token, navFeed, venue, market, unit, alice } = system;
      await venue.setScenario(market, true, false, 0n);
      await venue.reportOutage(market);
      await forward(system, 3n * DAY);
      const read = after(navFeed, system, async () => {
        await giveToAccount(system, 1_000n * unit);
        await token.connect(alice).settle({ gasLimit: 2_000_000n });
      });
      await expect(read).to.be.revertedWithCustomError(navFeed, "NavFeed_Unconfirmed");
      await mine();
      expect(await answerOf(navFeed)).to.equal(await token.nav());
    });

    it("is not raised by what is sent to token, venue or feed themselves", async function () {
      const system = await loadFixture(soleHolder);
      const { navFeed, token, venue, alice, unit } = system;
      const before = await answerOf(navFeed);
      for (const target of [token, venue, navFeed]) {
        await give(system, alice, 1_000n * unit, target);
        await system.collateral.connect(alice).transfer(target, 1_000n * unit);
      }
      expect(await answerOf(navFeed)).to.be.at.most(before);
    });
  });
}
