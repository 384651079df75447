import { expect } from "chai";
import { Patience } from "../../../src/keeper/decide/Patience.js";
import type { WatchedToken } from "../../../src/sdk/index.js";

const due = (...addresses: string[]) => addresses.map((address) => ({ address }) as WatchedToken);
const ripe = (patience: Patience, block: number, ...addresses: string[]) =>
  patience.ripe(due(...addresses), block).map(({ address }) => address);

describe("A patient keeper", function () {
  it("takes what has been due for so many blocks, in the order given", function () {
    const patience = new Patience(2);
    expect(ripe(patience, 10, "A")).to.deep.equal([]);
    expect(ripe(patience, 11, "B", "A")).to.deep.equal([]);
    expect(ripe(patience, 12, "B", "A")).to.deep.equal(["A"]);
    expect(ripe(patience, 13, "B", "A")).to.deep.equal(["B", "A"]);
  });

  it("waits anew for what was done meanwhile and is due again", function () {
    const patience = new Patience(1);
    expect(ripe(patience, 10, "A")).to.deep.equal([]);
    expect(ripe(patience, 11)).to.deep.equal([]);
    expect(ripe(patience, 12, "A")).to.deep.equal([]);
    expect(ripe(patience, 13, "A")).to.deep.equal(["A"]);
  });

  it("counts from the other branch's block after a reorg", function () {
    const patience = new Patience(1);
    expect(ripe(patience, 10, "A")).to.deep.equal([]);
    expect(ripe(patience, 8, "A")).to.deep.equal([]);
    expect(ripe(patience, 9, "A")).to.deep.equal(["A"]);
  });

  it("of no patience takes everything at once", function () {
    expect(ripe(new Patience(0), 10, "A", "B")).to.deep.equal(["A", "B"]);
  });
});
