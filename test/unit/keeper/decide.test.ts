import { expect } from "chai";
import { isWorthIt } from "../../../src/keeper/decide/isWorthIt.js";
import { nextStep, type Facts, type Occupied } from "../../../src/keeper/decide/nextStep.js";
import { orderDue } from "../../../src/keeper/decide/orderDue.js";
import { blocked, watched } from "../../support/keeper/watched.js";

const WAD = 10n ** 18n;
/** {s} */
const NOW = 1_000n;

describe("What a keeper does first", function () {
  const names = (tokens: readonly { address: string }[]) => tokens.map(({ address }) => address);

  it("is emergencies, then drift, chunks, the schedule and marking, and last what is only to be settled", function () {
    const settling = watched("settling");
    const due = orderDue(
      [
        watched("scheduled", "Scheduled", { leverage: 4n * WAD }),
        watched("marking", "Marking"),
        { ...settling, decision: { ...settling.decision, action: "Settle" } },
        watched("drift", "Drift"),
        watched("resting"),
        watched("continuation", "Continuation"),
        watched("emergency", "Emergency"),
      ],
      NOW,
    );
    expect(names(due)).to.deep.equal(["emergency", "drift", "continuation", "scheduled", "marking", "settling"]);
  });

  it("includes what is blocked from the second on in which the token takes note of it, and not before", function () {
    const tokens = [blocked("later", "Cost", 500n, NOW + 1n), blocked("now", "Increase", 400n, NOW)];
    expect(names(orderDue(tokens, NOW))).to.deep.equal(["now"]);
    expect(names(orderDue(tokens, NOW - 1n))).to.deep.equal([]);
    expect(names(orderDue(tokens, NOW + 1n))).to.have.members(["now", "later"]);
    expect(names(orderDue([...tokens, watched("scheduled", "Scheduled")], NOW))).to.deep.equal(["scheduled", "now"]);
  });

  it("is, among equals, the token farther from its own target", function () {
    const due = orderDue(
      [
        watched("near", "Drift", { leverage: 41n * (WAD / 10n) }),
        watched("short", "Drift", { leverage: -6n * WAD, targetLeverage: -3n * WAD }),
        watched("far", "Drift", { leverage: WAD }),
        watched("double", "Drift", { leverage: 3n * WAD, targetLeverage: 2n * WAD }),
      ],
      NOW,
    );
    expect(names(due)).to.deep.equal(["short", "far", "double", "near"]);
  });
});

describe("A tip", function () {
  const terms = { minRatio: WAD, nativePrice: 3_000n * WAD, collateralDecimals: 6 };
  const paying = (tip: bigint) => {
    const token = watched("token", "Emergency");
    return { ...token, decision: { ...token.decision, tip } };
  };
  // 150,000 gas at 20 gwei and $3,000 a coin cost $9.
  const GAS_PRICE = 20n * 10n ** 9n;

  it("is never asked about unless so configured", function () {
    expect(isWorthIt(paying(1n), GAS_PRICE, undefined)).to.be.true;
  });

  it("must be worth its gas where it is", function () {
    expect(isWorthIt(paying(9_000_000n), GAS_PRICE, terms)).to.be.true;
    expect(isWorthIt(paying(8_999_999n), GAS_PRICE, terms)).to.be.false;
    expect(isWorthIt(paying(17_999_999n), GAS_PRICE, { ...terms, minRatio: 2n * WAD })).to.be.false;
    expect(isWorthIt(paying(18_000_000n), GAS_PRICE, { ...terms, minRatio: 2n * WAD })).to.be.true;
  });

  it("is no question where nobody is paid: the schedule, drift, an emergency without a tip", function () {
    for (const reason of ["Scheduled", "Drift", "Continuation", "Emergency"] as const) {
      expect(isWorthIt(watched("token", reason), GAS_PRICE, terms), reason).to.be.true;
    }
  });
});

describe("The keeper's next step", function () {
  const patience = { stuckAfter: 30_000, stuckBlocks: 3 };
  const facts: Facts = {
    latestNonce: 7,
    pendingNonce: 7,
    hasReceipt: false,
    hasWork: true,
    now: 100_000,
    block: 50,
  };
  const mine: Occupied = { nonce: 7, since: 99_000, sinceBlock: 50, resentBlock: 50, isOurs: true };
  const waiting: Facts = { ...facts, pendingNonce: 8 };

  it("is to rest when nothing is due, and to send when something is", function () {
    expect(nextStep(undefined, { ...facts, hasWork: false }, patience)).to.equal("rest");
    expect(nextStep(undefined, facts, patience)).to.equal("send");
  });

  it("is to adopt what an earlier life has left waiting, due or not", function () {
    expect(nextStep(undefined, waiting, patience)).to.equal("adopt");
    expect(nextStep(undefined, { ...waiting, hasWork: false }, patience)).to.equal("adopt");
  });

  it("is to wait for a young transaction, whatever else is due: one at a time", function () {
    expect(nextStep(mine, waiting, patience)).to.equal("wait");
    expect(nextStep(mine, { ...waiting, block: 52, now: 128_999 }, patience)).to.equal("wait");
  });

  it("is to settle as soon as there is a receipt", function () {
    const mined = { ...facts, latestNonce: 8, pendingNonce: 8, hasReceipt: true };
    expect(nextStep(mine, mined, patience)).to.equal("settle");
  });

  it("is to replace a stuck transaction after blocks or after time, at the same nonce", function () {
    expect(nextStep(mine, { ...waiting, block: 53 }, patience)).to.equal("replace");
    expect(nextStep(mine, { ...waiting, block: 51, now: 129_000 }, patience)).to.equal("replace");
  });

  it("is not to raise fees on a chain that makes no blocks, however long it takes", function () {
    expect(nextStep(mine, { ...waiting, now: 10_000_000 }, patience)).to.equal("wait");
  });

  it("is to cancel a stuck transaction that is not needed any more", function () {
    expect(nextStep(mine, { ...waiting, block: 53, hasWork: false }, patience)).to.equal("cancel");
  });

  it("is to send again what the node has lost, and to forget it when it is not needed", function () {
    expect(nextStep(mine, { ...facts, block: 51 }, patience)).to.equal("resend");
    expect(nextStep({ ...mine, resentBlock: 51 }, { ...facts, block: 51 }, patience)).to.equal("wait");
    expect(nextStep({ ...mine, resentBlock: 51 }, { ...facts, block: 52 }, patience)).to.equal("resend");
    expect(nextStep(mine, { ...facts, block: 53 }, patience)).to.equal("replace");
    expect(nextStep(mine, { ...facts, block: 51, hasWork: false }, patience)).to.equal("forget");
  });

  it("is to wait two blocks for a receipt whose nonce is used, then to forget a transaction another has replaced", function () {
    const used = { ...facts, latestNonce: 8, pendingNonce: 8 };
    expect(nextStep(mine, { ...used, block: 51 }, patience)).to.equal("wait");
    expect(nextStep(mine, { ...used, block: 52 }, patience)).to.equal("forget");
  });

  it("treats what an earlier life has left like its own, but never sends again what it never knew", function () {
    const adopted = { ...mine, isOurs: false };
    expect(nextStep(adopted, { ...waiting, block: 53 }, patience)).to.equal("replace");
    expect(nextStep(adopted, { ...waiting, block: 53, hasWork: false }, patience)).to.equal("cancel");
    expect(nextStep(adopted, { ...facts, block: 51 }, patience)).to.equal("forget");
    expect(nextStep(adopted, { ...facts, latestNonce: 8, pendingNonce: 8 }, patience)).to.equal("forget");
  });
});
