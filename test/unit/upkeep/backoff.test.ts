import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { wad } from "../../support/numbers.js";
import { Blocker } from "../../support/outcomes.js";
import { addMarkets, addressesOf, deployWithUpkeep, dueOf, Outcome, perform } from "../../support/upkeep.js";

const connection = await connect();
const { loadFixture, time } = connection.networkHelpers;

/** As {FaultyOracle} numbers its faults. */
const [NONE, REVERT] = [0n, 2n];

describe("RebalanceUpkeep: backing off", function () {
  /** Two emergencies; the first has no price. A trade that the venue refuses would be no failure: the token notes it. */
  async function oneFails() {
    const system = await deployWithUpkeep(connection);
    const [failing, fine] = await addMarkets(system, 2);
    for (const { oracle } of [failing!, fine!]) await oracle.setPrice(wad(80));
    const setFailing = (isFailing: boolean) => failing!.oracle.setFault(isFailing ? REVERT : NONE, "0x", 0n);
    await setFailing(true);
    return { ...system, failing: failing!, fine: fine!, setFailing };
  }

  type Failing = Awaited<ReturnType<typeof oneFails>>;

  /** Fails once, and returns for how long the token is left alone. */
  async function failOnce(system: Failing): Promise<bigint> {
    const { failing, upkeep } = system;
    expect((await perform(system, [failing.token])).outcomes).to.deep.equal([Outcome.Failed]);
    return (await upkeep.records(failing.token)).retryAt - BigInt(await time.latest());
  }

  async function waitUntilRetry({ failing, upkeep }: Failing): Promise<void> {
    await time.increaseTo((await upkeep.records(failing.token)).retryAt);
  }

  it("pauses twice as long after each failure in a row, up to a quarter of an hour", async function () {
    const system = await loadFixture(oneFails);
    const pauses = [];
    for (let i = 0; i < 8; i++) {
      pauses.push(await failOnce(system));
      await waitUntilRetry(system);
    }
    expect(pauses).to.deep.equal([30n, 60n, 120n, 240n, 480n, 900n, 900n, 900n]);
    expect((await system.upkeep.records(system.failing.token)).failures).to.equal(8n);
  });

  it("never overflows, however often a token fails", async function () {
    this.timeout(60_000);
    const system = await loadFixture(oneFails);
    for (let i = 0; i < 258; i++) {
      await failOnce(system);
      await waitUntilRetry(system);
    }
    expect((await system.upkeep.records(system.failing.token)).failures).to.equal(255n);
    expect(await failOnce(system)).to.equal(900n);
  });

  it("leaves the token alone meanwhile, in checking and in performing, to the second", async function () {
    const system = await loadFixture(oneFails);
    const { failing, fine, upkeep, setFailing } = system;
    const both = await addressesOf([failing.token, fine.token]);
    await setFailing(false);
    expect(await dueOf(system)).to.have.members(both);
    await setFailing(true);
    await failOnce(system);
    await setFailing(false);
    expect(await dueOf(system)).to.deep.equal([both[1]]);
    const { retryAt } = await upkeep.records(failing.token);
    await time.setNextBlockTimestamp(retryAt - 1n);
    expect((await perform(system, both)).outcomes).to.deep.equal([Outcome.BackingOff, Outcome.Done]);
    expect((await upkeep.records(failing.token)).retryAt).to.equal(retryAt);
    expect(await dueOf(system)).to.deep.equal([]);
    await time.increaseTo(retryAt);
    expect(await dueOf(system)).to.deep.equal([both[0]]);
    expect((await perform(system, both)).outcomes).to.deep.equal([Outcome.Done, Outcome.NotDue]);
  });

  it("forgets the failures with the first success", async function () {
    const system = await loadFixture(oneFails);
    const { failing, upkeep, setFailing } = system;
    for (let i = 0; i < 3; i++) {
      await failOnce(system);
      await waitUntilRetry(system);
    }
    await setFailing(false);
    expect((await perform(system, [failing.token])).outcomes).to.deep.equal([Outcome.Done]);
    const { failures, retryAt } = await upkeep.records(failing.token);
    expect([failures, retryAt]).to.deep.equal([0n, 0n]);
    await setFailing(true);
    await failing.oracle.setPrice(wad(64));
    expect(await failOnce(system)).to.equal(30n);
  });

  it("forgets them, too, when there is nothing left to do", async function () {
    const system = await loadFixture(oneFails);
    const { failing, upkeep, setFailing } = system;
    await failOnce(system);
    await waitUntilRetry(system);
    await setFailing(false);
    await failing.oracle.setPrice(wad(100));
    expect((await perform(system, [failing.token])).outcomes).to.deep.equal([Outcome.NotDue]);
    expect((await upkeep.records(failing.token)).failures).to.equal(0n);
  });

  it("does not hold a trade that the venue refuses against a token, which takes note of it once", async function () {
    const system = await loadFixture(oneFails);
    const { failing, upkeep, venue, setFailing } = system;
    await setFailing(false);
    await venue.setScenario(failing.market, false, true, 0n);
    const outcomes = [];
    for (let i = 0; i < 3; i++) outcomes.push(...(await perform(system, [failing.token])).outcomes);
    expect(outcomes).to.deep.equal([Outcome.Done, Outcome.NotDue, Outcome.NotDue]);
    const reports = await failing.token.queryFilter(failing.token.filters.RebalanceBlocked());
    expect(reports.map(({ args }) => args.blocker)).to.deep.equal([Blocker.Refused]);
    const { failures, retryAt } = await upkeep.records(failing.token);
    expect([failures, retryAt]).to.deep.equal([0n, 0n]);
    // A minute later it is tried again.
    await venue.setScenario(failing.market, false, false, 0n);
    await time.increase(60n);
    expect((await perform(system, [failing.token])).outcomes).to.deep.equal([Outcome.Done]);
    expect(await failing.token.leverage()).to.be.within(wad("2.997"), wad("3.003"));
  });

  it("keeps nobody from rebalancing the token without the upkeep", async function () {
    const system = await loadFixture(oneFails);
    const { failing, keeper, setFailing } = system;
    await failOnce(system);
    await setFailing(false);
    await failing.token.connect(keeper).rebalance();
    expect(await failing.token.leverage()).to.be.within(wad("2.997"), wad("3.003"));
  });
});
