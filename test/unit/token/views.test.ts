import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, nextBlock, redeem } from "../../support/actions.js";
import { expectClose } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { DAY, wad } from "../../support/numbers.js";
import { MAX_CAPACITY } from "../../support/options.js";
import { createToken, deployForTest, give, type System } from "../../support/system.js";
import { leave } from "../../support/venue.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("LeveragedToken: views", function () {
  async function openedFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 10_000n * system.unit);
    await deposit(system, system.bob, 300n * system.unit);
    await give(system, system.bob, 10n ** 12n * system.unit, system.token);
    await move(system, wad("0.031"));
    await forward(system, DAY / 2n);
    return system;
  }

  describe("previews equal what the action does in the same block, to the unit", function () {
    const amounts = [1n, 3n, 17n, 999n, 10n ** 6n, 123_456_789n, 10n ** 10n];
    for (const leverage of [3, -3, 1.5]) {
      it(`for a target of ${String(leverage)}`, async function () {
        const system = await deployForTest(connection, { leverage: wad(leverage) });
        const { token, alice } = system;
        await deposit(system, alice, 10_000n * system.unit);
        await give(system, alice, 10n ** 12n * system.unit, token);
        await move(system, wad("0.031"));
        const asAlice = token.connect(alice);
        for (const amount of amounts) {
          const shares = amount * 10n ** 12n;
          let pending = await nextBlock(system, 600n);
          const minted = await token.previewDeposit(amount, pending);
          if (minted !== 0n) {
            await expect(asAlice["deposit(uint256,address)"](amount, alice)).to.changeTokenBalance(
              ethers,
              token,
              alice,
              minted,
            );
          }
          pending = await nextBlock(system, 600n);
          const paid = await token.previewMint(shares, pending);
          const minting = asAlice["mint(uint256,address)"](shares, alice);
          await expect(minting).to.changeTokenBalance(ethers, system.collateral, alice, -paid);
          pending = await nextBlock(system, 600n);
          const burnt = await token.previewWithdraw(amount, pending);
          const withdrawing = asAlice["withdraw(uint256,address,address)"](amount, alice, alice);
          await expect(withdrawing).to.changeTokenBalance(ethers, token, alice, -burnt);
          if (amount === 1n) continue; // a redeem that pays nothing is refused
          pending = await nextBlock(system, 600n);
          const received = await token.previewRedeem(shares, pending);
          const redeeming = asAlice["redeem(uint256,address,address)"](shares, alice, alice);
          await expect(redeeming).to.changeTokenBalance(ethers, system.collateral, alice, received);
        }
      });
    }

    it("and are the closed-form inverse of each other, rounded for the fund", async function () {
      const system = await loadFixture(openedFund);
      const { token } = system;
      for (let amount = 2n; amount < 10n ** 13n; amount = amount * 7n + 1n) {
        const shares = await token.previewDeposit(amount);
        expect(await token.previewMint(shares)).to.be.at.most(amount);
        // One more unit of collateral worth of shares costs more than was paid.
        expect(await token.previewMint(shares + 4n * 10n ** 12n)).to.be.above(amount);
        if (amount > 10n ** 10n) continue;
        expect(await token.previewRedeem(await token.previewWithdraw(amount))).to.be.at.least(amount);
      }
    });

    it("and ignore pause and capacity", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory, guardian } = system;
      const before = await token.previewDeposit(10n ** 9n);
      await factory.connect(guardian).pauseMint(token);
      await factory.setLimits(token, { capacity: 0n, maxTrade: 1_000n });
      expectClose(await token.previewDeposit(10n ** 9n), before, 1e-6);
      expect(await token.previewMint(10n ** 18n)).to.be.above(0n);
    });

    it("and refuse what only a settled or wiped-out token would", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory } = system;
      await factory.windDown(token, 0n);
      await expect(token.previewDeposit(1_000n)).to.be.revertedWithCustomError(token, "LeveragedToken_Settled");
      await expect(token.previewMint(1_000n)).to.be.revertedWithCustomError(token, "LeveragedToken_Settled");
    });

    it("and of nothing are nothing", async function () {
      const { token } = await loadFixture(openedFund);
      expect(await token.previewDeposit(0n)).to.equal(0n);
      expect(await token.previewMint(0n)).to.equal(0n);
      expect(await token.previewWithdraw(0n)).to.equal(0n);
      expect(await token.previewRedeem(0n)).to.equal(0n);
    });

    it("refuse to turn assets into shares at a leverage that cannot be inverted", async function () {
      const system = await loadFixture(openedFund);
      const { token } = system;
      await move(system, wad("-0.3533"));
      const leverage = await token.leverage();
      expect(leverage).to.be.above(wad(1_000));
      await expect(token.previewDeposit(1_000n))
        .to.be.revertedWithCustomError(token, "OrderMath_LeverageNotInvertible")
        .withArgs(leverage);
      await expect(token.previewWithdraw(1_000_000_000n)).to.be.revertedWithCustomError(
        token,
        "LeveragedToken_AmountNotReachable",
      );
    });
  });

  describe("max", function () {
    /** Reads every maximum, and does each in a block of its own chain. */
    async function expectMaximaToSucceed({ token, bob }: System) {
      const asBob = token.connect(bob);
      const calls = [
        [await token.maxDeposit(bob), (max: bigint) => asBob["deposit(uint256,address)"].staticCall(max, bob)],
        [await token.maxMint(bob), (max: bigint) => asBob["mint(uint256,address)"].staticCall(max, bob)],
        [
          await token.maxWithdraw(bob),
          (max: bigint) => asBob["withdraw(uint256,address,address)"].staticCall(max, bob, bob),
        ],
        [
          await token.maxRedeem(bob),
          (max: bigint) => asBob["redeem(uint256,address,address)"].staticCall(max, bob, bob),
        ],
      ] as const;
      let done = 0;
      for (const [max, call] of calls) {
        if (max === 0n) continue;
        await call(max);
        done += 1;
      }
      return done;
    }

    it("succeeds in a quiet fund", async function () {
      const system = await loadFixture(openedFund);
      expect(await expectMaximaToSucceed(system)).to.equal(4);
    });

    it("succeeds where capacity, open interest or the pool bounds it", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory, venue, market, provider, unit } = system;
      await venue.setOpenInterestCap(market, 40_000n);
      expect(await expectMaximaToSucceed(system)).to.equal(4);
      await factory.setLimits(token, { capacity: 11_500n, maxTrade: 1_000n });
      expect(await expectMaximaToSucceed(system)).to.equal(4);
      await factory.setLimits(token, { capacity: MAX_CAPACITY, maxTrade: 1_000n });
      await venue.setOpenInterestCap(market, 100_000_000n);
      await forward(system, DAY);
      const { pool, reserved } = await venue.books();
      const { leaving } = await venue.liquidityValues();
      const free = (pool - reserved - 5_000n * unit) * ((await venue.liquidityShares()) + 10n ** 12n);
      await leave(system, provider, free / (leaving + 1n));
      expect(await expectMaximaToSucceed(system)).to.equal(4);
    });

    it("succeeds into an empty fund, for a long and for a short", async function () {
      const system = await loadFixture(openedFund);
      const short = await createToken(system, wad(-3));
      await give(system, system.bob, 1n, short);
      expect(await expectMaximaToSucceed({ ...system, token: short })).to.equal(2);
      const long = await createToken(system, wad("1.5"));
      await give(system, system.bob, 1n, long);
      expect(await expectMaximaToSucceed({ ...system, token: long })).to.equal(2);
    });

    for (const [name, change, most] of [
      ["above the drift band", "-0.13", 4],
      ["beyond the emergency band", "-0.2", 2],
      ["near liquidation", "-0.315", 2],
      ["near bankruptcy", "-0.3533", 0],
      ["after a rise", "0.4", 4],
    ] as const) {
      it(`succeeds ${name}`, async function () {
        const system = await loadFixture(openedFund);
        await move(system, wad(change));
        expect(await expectMaximaToSucceed(system)).to.equal(most);
      });
    }

    it("succeeds after a liquidation and once settled", async function () {
      const system = await loadFixture(openedFund);
      const { token, venue, market, factory } = system;
      await move(system, wad("-0.34"));
      await venue.liquidate(market, token);
      expect(await expectMaximaToSucceed(system)).to.equal(2);
      await factory.windDown(token, 0n);
      expect(await expectMaximaToSucceed(system)).to.equal(2);
    });

    it("falls short of what is refused by the venue's charge at most", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory, bob } = system;
      await factory.setLimits(token, { capacity: 12_000n, maxTrade: 1_000n });
      const most = await token.maxDeposit(bob);
      // 0.05 % of three times that, and its impact, never become equity.
      const more = most + most / 500n;
      const depositing = token.connect(bob)["deposit(uint256,address)"].staticCall(more, bob);
      await expect(depositing).to.be.revertedWithCustomError(token, "LeveragedToken_CapacityExceeded");
      const shares = await token.maxRedeem(bob);
      expect(shares).to.equal(await token.balanceOf(bob));
    });

    it("is 0 and never reverts while paused, capped, halted or without a valid price", async function () {
      const system = await loadFixture(openedFund);
      const { token, factory, guardian, venue, market, bob, feed } = system;
      const maxima = async () => [
        await token.maxDeposit(bob),
        await token.maxMint(bob),
        await token.maxWithdraw(bob),
        await token.maxRedeem(bob),
      ];
      await factory.connect(guardian).pauseMint(token);
      expect((await maxima()).slice(0, 2)).to.deep.equal([0n, 0n]);
      expect((await maxima())[3]).to.be.above(0n);
      await factory.unpauseMint(token);
      await factory.setLimits(token, { capacity: 1n, maxTrade: 1_000n });
      expect((await maxima()).slice(0, 2)).to.deep.equal([0n, 0n]);
      await factory.setLimits(token, { capacity: MAX_CAPACITY, maxTrade: 1_000n });
      await venue.setScenario(market, true, false, 0n);
      expect(await maxima()).to.deep.equal([0n, 0n, 0n, 0n]);
      await venue.setScenario(market, false, false, 0n);
      await feed.setAnswer(-5n);
      expect(await maxima()).to.deep.equal([0n, 0n, 0n, 0n]);
      await feed.setFailing(true);
      expect(await maxima()).to.deep.equal([0n, 0n, 0n, 0n]);
    });

    it("is 0 for who has nothing", async function () {
      const { token, carol } = await loadFixture(openedFund);
      expect(await token.maxRedeem(carol)).to.equal(0n);
      expect(await token.maxWithdraw(carol)).to.equal(0n);
    });
  });

  describe("conversion", function () {
    it("is NAV, before cost and fee, and there and back is never a gain", async function () {
      const { token } = await loadFixture(openedFund);
      const nav = await token.nav();
      expectClose((await token.convertToAssets(wad(1_000))) * 10n ** 9n, nav, 1e-8);
      for (const shares of [1n, 10n ** 11n, 10n ** 15n + 7n, wad(5)]) {
        const assets = await token.convertToAssets(shares);
        expect(await token.convertToShares(assets)).to.be.at.most(shares);
        if (assets > 1n) expect(await token.previewRedeem(shares)).to.be.at.most(assets);
      }
    });

    it("prices the first token at one unit of collateral", async function () {
      const { token } = await deployForTest(connection);
      expect(await token.convertToAssets(wad(1))).to.equal(1_000_000n);
      expect(await token.convertToShares(1_000_000n)).to.equal(wad(1));
      expect(await token.nav()).to.equal(wad(1));
      expect(await token.totalAssets()).to.equal(0n);
      expect(await token.leverage()).to.equal(0n);
    });

    it("reverts typed while there is no price", async function () {
      const system = await loadFixture(openedFund);
      await time.increase(system.options.maxAge + 1n);
      const { token, oracle } = system;
      const views = [
        () => token.totalAssets(),
        () => token.convertToAssets(1n),
        () => token.convertToShares(1n),
        () => token.nav(),
      ];
      for (const view of views) {
        await expect(view()).to.be.revertedWithCustomError(oracle, "PriceOracle_StalePrice");
      }
    });
  });

  it("says what it is", async function () {
    const system = await loadFixture(openedFund);
    const { token, venue, market, oracle, collateral, factory, policy } = system;
    expect(await token.name()).to.equal("BTC 3x Long");
    expect(await token.symbol()).to.equal("BTC3L");
    expect(await token.decimals()).to.equal(18n);
    expect(await token.asset()).to.equal(collateral);
    expect(await token.venue()).to.equal(venue);
    expect(await token.market()).to.equal(market);
    expect(await token.oracle()).to.equal(oracle);
    expect(await token.factory()).to.equal(factory);
    expect(await token.targetLeverage()).to.equal(wad(3));
    expect(await token.virtualShares()).to.equal(10n ** 12n);
    expect(await token.account()).to.equal(venue);
    expect(await token.policy()).to.equal(policy);
    expect(await token.desk()).to.equal(await factory.desk());
    expect((await token.limits()).capacity).to.equal(MAX_CAPACITY);
  });

  it("keeps totalAssets at the account's equity", async function () {
    const system = await loadFixture(openedFund);
    expect(await system.token.totalAssets()).to.equal((await fundOf(system)).equityDown);
    await redeem(system, system.bob);
    expect(await system.token.totalAssets()).to.equal((await fundOf(system)).equityDown);
  });
});
