import { expect } from "chai";
import { type BlockFacts, DueLedger } from "../../../src/soak/DueLedger.js";

/** Blocks 1, 2, ... with what is due after each, what was done in each, and which could be reached. */
function record(...blocks: Partial<{ due: string[]; done: string[]; isReachable: boolean }>[]): DueLedger {
  const ledger = new DueLedger();
  blocks.forEach(({ due = [], done = [], isReachable = true }, index) => {
    const facts: BlockFacts = {
      number: index + 1,
      isReachable,
      due: new Map(due.map((token) => [token, "Drift"])),
      done,
    };
    ledger.add(facts);
  });
  return ledger;
}

describe("The soak's ledger", function () {
  it("counts the blocks from due to done, and those of them that could be reached", function () {
    const { entries } = record({ due: ["A"] }, { due: ["A"], isReachable: false }, { due: ["A"] }, { done: ["A"] });
    expect(entries).to.deep.equal([{ token: "A", reason: "Drift", since: 1, doneAt: 4, reachableBlocks: 2 }]);
  });

  it("begins anew with what is due again, also in the block it was done in", function () {
    const ledger = record({ due: ["A"] }, { due: ["A"], done: ["A"] }, { done: ["A"] });
    expect(ledger.entries.map(({ since, doneAt }) => [since, doneAt])).to.deep.equal([
      [1, 2],
      [2, 3],
    ]);
    expect(ledger.undue).to.deep.equal([]);
  });

  it("notices what was done without being due, and what was done twice in a block", function () {
    expect(record({ done: ["A"] }).undue).to.deep.equal(["A in block 1"]);
    expect(record({ due: ["A"] }, { done: ["A", "A"] }).undue).to.deep.equal(["A in block 2"]);
  });

  it("does not hold against a keeper what is due no longer because the price came back", function () {
    const ledger = record({ due: ["A", "B"] }, { due: ["B"] }, { due: ["B"] });
    expect(ledger.lapsed).to.equal(1);
    expect(ledger.waiting).to.deep.equal([{ token: "B", reachableBlocks: 2 }]);
  });
});
