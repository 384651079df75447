import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { deposit, forward, move, nextBlock, redeem } from "../../support/actions.js";
import { expectClose, expectRefusal } from "../../support/expectations.js";
import { fundOf } from "../../support/expected.js";
import { DAY, toNumber, wad, YEAR } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { deployForTest, type System } from "../../support/system.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** The hard cap: 10 % a year. */
const CAP = 100_000n;

describe("LeveragedToken: fees", function () {
  async function atTheCap() {
    const system = await deployForTest(connection, {
      ...COSTS_OFF,
      fees: { managementPpmPerYear: CAP, mintPpm: 0n, redeemPpm: 0n },
    });
    await deposit(system, system.alice, 1_000_000n * system.unit);
    return system;
  }

  async function withDefaults() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    await deposit(system, system.bob, 1_000n * system.unit);
    return system;
  }

  /** What part of the fund the collector has. */
  async function collectorsPart({ token, collector }: System, overrides: { blockTag?: "pending" } = {}) {
    const supply = await token.effectiveSupply(overrides);
    const others = (await token.totalSupply()) - (await token.balanceOf(collector));
    return toNumber(((supply - others) * wad(1)) / supply);
  }

  describe("management", function () {
    it("takes 1 - exp(-rate t) of the fund in one step, and never more", async function () {
      const system = await loadFixture(atTheCap);
      const { feesAccruedAt } = await system.token.state();
      await time.increaseTo(feesAccruedAt + YEAR);
      const part = await collectorsPart(system);
      const exact = 1 - Math.exp(-0.1);
      expect(part).to.be.at.most(exact);
      expect(exact - part).to.be.below(1e-9);
    });

    it("takes the same in many steps", async function () {
      const system = await loadFixture(atTheCap);
      const { feesAccruedAt } = await system.token.state();
      for (let step = 1n; step <= 73n; step++) {
        await time.setNextBlockTimestamp(feesAccruedAt + (YEAR * step) / 73n);
        if (step % 2n === 0n) await system.token.collectFees();
        else await system.factory.setFees(system.token, system.options.fees);
      }
      const part = await collectorsPart(system);
      const exact = 1 - Math.exp(-0.1);
      expect(part).to.be.at.most(exact + 1e-15);
      expect(exact - part).to.be.below(1e-9);
    });

    it("lowers NAV per token second by second, and nobody's balance", async function () {
      const system = await loadFixture(atTheCap);
      const { token, alice } = system;
      const shares = await token.balanceOf(alice);
      const nav = await token.nav();
      await forward(system, 10n * DAY);
      const later = await token.nav();
      expectClose(later, (nav * 997_264n) / 1_000_000n, 1e-5);
      expect(await token.balanceOf(alice)).to.equal(shares);
      expect(await token.totalSupply()).to.equal(shares);
      expect(await token.effectiveSupply()).to.be.above(shares);
    });

    it("is collected by anyone, for the factory's collector, without changing NAV", async function () {
      const system = await loadFixture(atTheCap);
      const { token, keeper, collector } = system;
      await forward(system, 10n * DAY);
      const pending = await nextBlock(system);
      const nav = await token.nav(pending);
      const owed = (await token.effectiveSupply(pending)) - (await token.totalSupply());
      await expect(token.connect(keeper).collectFees())
        .to.emit(token, "FeesCollected")
        .withArgs(collector.address, owed);
      expect(await token.balanceOf(collector)).to.equal(owed);
      expect(await token.nav()).to.equal(nav);
      expect((await token.state()).pendingFeeShares).to.equal(0n);
    });

    it("mints nothing and says nothing when nothing is owed", async function () {
      const system = await deployForTest(connection);
      await expect(system.token.collectFees()).not.to.emit(system.token, "FeesCollected");
      expect(await system.token.totalSupply()).to.equal(0n);
    });

    it("accrues at the old rate before a change and at the new one after it", async function () {
      const system = await loadFixture(atTheCap);
      const { token, factory } = system;
      const { feesAccruedAt } = await token.state();
      await time.setNextBlockTimestamp(feesAccruedAt + YEAR / 2n);
      await factory.setFees(token, { managementPpmPerYear: 0n, mintPpm: 0n, redeemPpm: 0n });
      await time.increase(YEAR);
      const distance = Math.abs((await collectorsPart(system)) - (1 - Math.exp(-0.05)));
      expect(distance).to.be.below(1e-9);
    });

    it("is collected by a collector named later", async function () {
      const system = await loadFixture(atTheCap);
      const { token, factory, carol } = system;
      await time.increase(DAY);
      await factory.setFeeCollector(carol);
      await token.collectFees();
      expect(await token.balanceOf(carol)).to.be.above(0n);
    });

    it("mints at once what outgrows its slot, rather than overflow or stop anything", async function () {
      const system = await loadFixture(atTheCap);
      const { token, alice, collector } = system;
      await forward(system, 70n * YEAR);
      await deposit(system, alice, system.unit);
      expect((await token.state()).pendingFeeShares).to.equal(0n);
      expect(await token.balanceOf(collector)).to.be.above(2n ** 80n);
      await redeem(system, alice);
      expect(await token.balanceOf(alice)).to.equal(0n);
    });
  });

  describe("mint and redeem", function () {
    it("leave the fund as the collector's shares, and the others' NAV where it was", async function () {
      const system = await loadFixture(withDefaults);
      const { token, carol } = system;
      const before = await fundOf(system);
      const nav = await token.nav();
      await deposit(system, carol, 1_000n * system.unit);
      const shares = await token.balanceOf(carol);
      await redeem(system, carol);
      const fees = (await fundOf(system)).supply - before.supply;
      // 0.1 % of what was minted, and of what was redeemed.
      expectClose(fees, (2n * shares) / 1_000n, 1e-5);
      expectClose(await token.nav(), nav, 1e-7);
      await token.collectFees();
      expect(await token.balanceOf(system.collector)).to.be.above(fees);
    });

    it("are charged to the first minter and to the last redeemer alike", async function () {
      const system = await deployForTest(connection, {
        ...COSTS_OFF,
        fees: { managementPpmPerYear: 0n, mintPpm: 10_000n, redeemPpm: 10_000n },
      });
      const { alice, collector, collateral, unit } = system;
      await deposit(system, alice, 1_000n * unit);
      // 1,000 / 1.01, of which 99 % are paid out.
      expectClose(await system.token.balanceOf(alice), wad("990.099009900990099009"), 1e-8);
      await redeem(system, alice);
      const [kept, paid] = [await collateral.balanceOf(collector), await collateral.balanceOf(alice)];
      expectClose(paid, 980_198_019n, 1e-8);
      expect(1_000n * unit - paid - kept)
        .to.be.at.least(0n)
        .and.at.most(2n);
    });
  });

  describe("owed when the last holder leaves", function () {
    it("are paid to the collector in collateral", async function () {
      const system = await loadFixture(atTheCap);
      const { token, alice, collector, collateral, unit } = system;
      await forward(system, YEAR);
      await redeem(system, alice);
      const total = 1_000_000n * unit;
      const part = 1 - Math.exp(-0.1);
      expectClose(await collateral.balanceOf(collector), BigInt(Math.round(Number(total) * part)), 1e-6);
      const paid = (await collateral.balanceOf(collector)) + (await collateral.balanceOf(alice));
      expect(total - paid)
        .to.be.at.least(0n)
        .and.at.most(3n);
      expect(await token.effectiveSupply()).to.equal(0n);
      expect((await fundOf(system)).equityDown).to.equal(0n);
    });
  });

  describe("settings", function () {
    it("are shown by the state", async function () {
      const system = await loadFixture(withDefaults);
      const { token, factory } = system;
      const fees = { managementPpmPerYear: 50_000n, mintPpm: 2_000n, redeemPpm: 3_000n };
      await expect(factory.setFees(token, fees)).to.emit(token, "FeesSet").withArgs(Object.values(fees));
      const { managementPpmPerYear, mintPpm, redeemPpm } = await token.state();
      expect({ managementPpmPerYear, mintPpm, redeemPpm }).to.deep.equal(fees);
    });

    for (const [name, excess] of [
      ["a management fee", { managementPpmPerYear: CAP + 1n, mintPpm: 0n, redeemPpm: 0n }],
      ["a mint fee", { managementPpmPerYear: 0n, mintPpm: 10_001n, redeemPpm: 0n }],
      ["a redeem fee", { managementPpmPerYear: 0n, mintPpm: 0n, redeemPpm: 10_001n }],
    ] as const) {
      it(`refuse ${name} above its hard cap`, async function () {
        const system = await deployForTest(connection, COSTS_OFF);
        const { token, factory } = system;
        const values = [Object.values(excess)];
        const call = () => factory.setFees(token, excess);
        await expectRefusal(system, call, token, "LeveragedToken_FeeAboveCap", values);
      });
    }

    it("may be at their caps", async function () {
      const system = await loadFixture(withDefaults);
      await system.factory.setFees(system.token, { managementPpmPerYear: CAP, mintPpm: 10_000n, redeemPpm: 10_000n });
      await move(system, wad("0.01"));
      await deposit(system, system.carol, 100n * system.unit);
      await redeem(system, system.carol);
    });

    it("refuse what a move that the feed hides would pay for", async function () {
      const system = await loadFixture(withDefaults);
      const { token, factory } = system;
      const feesOf = (mintPpm: bigint) => ({ managementPpmPerYear: 0n, mintPpm, redeemPpm: 0n });
      // At 5x, beyond which nothing is minted, 5 * 0.1 % may be hidden, and 5 * 0.05 % * 1.999 are the venue's.
      await factory.setFees(token, feesOf(3n));
      const call = () => factory.setFees(token, feesOf(2n));
      const values = [wad("0.000002"), wad("0.0000025")];
      await expectRefusal(system, call, factory, "Factory_FeesBelowArbitrageBound", values);
    });
  });
});
