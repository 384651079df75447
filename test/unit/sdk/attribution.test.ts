import { expect } from "chai";
import { deposit, forward, move, redeem, setPrice } from "../../support/actions.js";
import { connect } from "../../support/connect.js";
import { abs, DAY, WAD, wad } from "../../support/numbers.js";
import { COSTS_OFF } from "../../support/options.js";
import { deployWithSdk, type SdkFixture } from "../../support/sdk.js";
import * as sdk from "../../../src/sdk/index.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

/** {collateral} Each event rounds a unit or two. */
const ROUNDING = 20n;

const full = () => deployWithSdk(connection);
const free = () => deployWithSdk(connection, COSTS_OFF);
const managed = () =>
  deployWithSdk(connection, { ...COSTS_OFF, fees: { managementPpmPerYear: 36_500n, mintPpm: 0n, redeemPpm: 0n } });

function near(actual: bigint, expected: bigint, tolerance = ROUNDING): void {
  expect(abs(actual - expected) <= tolerance, `${String(actual)} is not ${String(expected)}`).to.be.true;
}

async function attributionOf({ sdk: system, alice }: SdkFixture, who = alice): Promise<sdk.Attribution> {
  const found = await sdk.readAttribution(system, "BTC3L", who.address);
  expectToAddUp(found!);
  return found!;
}

function expectToAddUp(gains: sdk.Gains): void {
  const { underlying, compounding, funding, trading, fees, total, realised, unrealised } = gains;
  expect(underlying + compounding + funding + trading + fees).to.equal(total);
  expect(realised + unrealised).to.equal(total);
  expect(gains.value + gains.paidOut + gains.sent - gains.paidIn - gains.received).to.equal(total);
}

/** The next day, with a rebalance on its schedule. */
async function nextDay(system: SdkFixture, change: bigint): Promise<void> {
  await forward(system, DAY);
  await move(system, change);
  await system.token.connect(system.keeper).rebalance();
}

describe("sdk attribution", function () {
  this.timeout(60_000);

  it("is of nothing for who never held any", async function () {
    const { sdk: system, carol } = await loadFixture(full);
    expect(await sdk.readAttribution(system, "BTC3L", carol.address)).to.equal(undefined);
    expect(await sdk.readAttributions(system, carol.address)).to.deep.equal([]);
  });

  it("calls underlying what three times the return is, and compounding the rest, when nothing costs anything", async function () {
    const system = await loadFixture(free);
    const { unit } = system;
    await deposit(system, system.alice, 1_000n * unit);
    for (const change of ["0.05", "0.05", "-0.05"]) await nextDay(system, wad(change));
    const gains = await attributionOf(system);
    const part = wad("1.05") * wad("1.05") * wad("0.95") - WAD * WAD * WAD;
    near(gains.underlying, (3n * 1_000n * unit * part) / WAD ** 3n);
    const whole = wad("1.15") * wad("1.15") * wad("0.85") - WAD * WAD * WAD;
    near(gains.total, (1_000n * unit * whole) / WAD ** 3n);
    near(gains.compounding, gains.total - gains.underlying);
    for (const none of [gains.funding, gains.trading, gains.fees]) near(none, 0n);
    expect(gains.entryPrice).to.be.within(wad(49_999), wad(50_001));
    expect(gains.isEstimated).to.be.false;
  });

  it("shows funding as what the venue took, and nothing else, while the price stands still", async function () {
    const system = await loadFixture(free);
    await system.venue.setBaseFunding(system.market, 10n ** 9n);
    await deposit(system, system.alice, 1_000n * system.unit);
    await forward(system, 10n * DAY);
    const gains = await attributionOf(system);
    // Three times the money, for 864,000 seconds at 1e-9.
    near(gains.funding, -(1_000n * system.unit * 3n * 864n) / 1_000_000n, 10_000n);
    near(gains.total, gains.funding);
    for (const none of [gains.underlying, gains.compounding, gains.trading, gains.fees]) near(none, 0n);
  });

  it("shows the management fee as fees", async function () {
    const system = await loadFixture(managed);
    await deposit(system, system.alice, 1_000n * system.unit);
    await forward(system, 365n * DAY);
    const gains = await attributionOf(system);
    const expected = -(1_000n * system.unit * 35_842n) / 1_000_000n; // 1 - exp(-0.0365)
    near(gains.fees, expected, 10_000n);
    near(gains.total, gains.fees);
  });

  it("shows what mint, redeem and rebalances cost as trading and fees", async function () {
    const system = await loadFixture(full);
    const { alice, unit, token, collateral } = system;
    await collateral.connect(alice).approve(token, ethers.MaxUint256);
    const minted = await token.connect(alice)["deposit(uint256,address)"](1_000n * unit, alice);
    const own = sdk.readMinted((await minted.wait())!.logs, await token.getAddress());
    const entered = await attributionOf(system);
    near(entered.trading, -own.cost);
    near(entered.fees, -own.fee);
    expect(entered.value).to.be.at.most(1_000n * unit + entered.trading + entered.fees);
    await move(system, wad("0.1"));
    await forward(system, DAY);
    const before = await attributionOf(system);
    await token.connect(system.keeper).rebalance();
    const after = await attributionOf(system);
    expect(after.trading).to.be.lessThan(before.trading);
    near(after.total - before.total, after.trading - before.trading, 5_000n); // a second of funding between them
    await redeem(system, alice, await token.balanceOf(alice));
    const gone = await attributionOf(system);
    expect([gone.shares, gone.value, gone.unrealised, gone.entryNav, gone.entryPrice]).to.deep.equal([
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
    expect(gone.realised).to.equal(gone.paidOut - 1_000n * unit);
    expect(gone.trading).to.be.lessThan(after.trading);
    expect(gone.fees).to.be.lessThan(after.fees);
    near(gone.underlying, after.underlying, 1_000n);
  });

  it("averages the cost of several entries and gives up its part with a part of the shares", async function () {
    const system = await loadFixture(free);
    const { alice, unit, token } = system;
    await deposit(system, alice, 1_000n * unit);
    await setPrice(system, wad(55_000));
    await deposit(system, alice, 1_000n * unit);
    const both = await attributionOf(system);
    near(both.total, 300n * unit);
    const shares = await token.balanceOf(alice);
    near(both.entryNav, (2_000n * unit * 10n ** 30n) / shares, 10n ** 13n);
    const underlyingPrice = (wad(2_000) * WAD) / ((wad(1_000) * WAD) / wad(50_000) + (wad(1_000) * WAD) / wad(55_000));
    near(both.entryPrice, underlyingPrice, wad("0.01"));
    await redeem(system, alice, shares / 4n);
    const part = await attributionOf(system);
    near(part.paidOut, 575n * unit, 100n);
    near(part.realised, 75n * unit, 100n);
    near(part.total, 300n * unit, 100n);
    near(part.entryNav, both.entryNav, 10n ** 13n);
    await setPrice(system, wad("57_750".replace("_", "")));
    const risen = await attributionOf(system);
    // What is left of the first entry is worth 1.5 times its three-quarters, of the second 1.05 times.
    near(risen.underlying, 300n * unit + (3n * 750n * unit * 55n) / 50n / 20n + (3n * 750n * unit) / 20n, 10_000n);
  });

  it("states what came and went by transfer at its value then, and sees others' actions through", async function () {
    const system = await loadFixture(full);
    const { alice, bob, carol, token, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await nextDay(system, wad("0.04"));
    await deposit(system, bob, 5_000n * unit);
    const before = await attributionOf(system);
    const half = (await token.balanceOf(alice)) / 2n;
    await token.connect(alice).transfer(carol, half);
    const [sender, receiver] = [await attributionOf(system), await attributionOf(system, carol)];
    near(sender.sent, before.value / 2n, 5_000n);
    expect(receiver.received).to.equal(sender.sent);
    expect([receiver.paidIn, receiver.trading]).to.deep.equal([0n, 0n]);
    near(receiver.total, 0n);
    near(sender.total, before.total, 5_000n);
    await redeem(system, bob, (await token.balanceOf(bob)) / 2n);
    await nextDay(system, wad("-0.06"));
    await token.connect(carol).transfer(alice, half / 2n);
    for (const who of [alice, bob, carol]) {
      const gains = await attributionOf(system, who);
      near(gains.value, await token.convertToAssets(gains.shares), 2n);
      expect(gains.shares).to.equal(await token.balanceOf(who));
      expect(gains.isEstimated).to.be.false;
    }
    expect((await sdk.readAttributions(system.sdk, bob.address)).map(({ token: name }) => name)).to.deep.equal([
      "BTC3L",
      "BTC3S",
    ]);
  });

  it("goes on through a flip, a liquidation and a settlement, and ends with the last holder", async function () {
    const system = await loadFixture(full);
    const { alice, bob, token, short, venue, market, factory, unit } = system;
    await deposit(system, alice, 1_000n * unit);
    await move(system, wad("-0.32"));
    await venue.liquidate(market, token);
    const liquidated = await attributionOf(system);
    expect(liquidated.total).to.be.lessThan(-900n * unit);
    expect(liquidated.trading).to.be.lessThan(0n);
    await factory.windDown(token, 0n);
    const settled = await attributionOf(system);
    near(settled.value, await token.convertToAssets(settled.shares), 2n);
    await redeem(system, alice);
    const gone = await attributionOf(system);
    near(gone.total, settled.total, 2n);
    expect(gone.value).to.equal(0n);

    await forward(system, DAY);
    await redeem(system, bob, await short.balanceOf(bob), short);
    const last = await sdk.readAttribution(system.sdk, "BTC3S", bob.address);
    expectToAddUp(last!);
    expect(last!.shares).to.equal(0n);
    expect(last!.underlying).to.be.greaterThan(900n * unit);
    expect(last!.fees)
      .to.be.lessThan(0n)
      .and.greaterThan(-10n * unit);
  });

  it("says that it is estimated while there is no price", async function () {
    const system = await loadFixture(full);
    await deposit(system, system.alice, 1_000n * system.unit);
    await time.increase(system.options.maxAge + 1n);
    expect((await attributionOf(system)).isEstimated).to.be.true;
  });
});
