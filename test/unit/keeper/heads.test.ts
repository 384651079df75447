import { expect } from "chai";
import { believable } from "../../../src/keeper/chain/believable.js";
import { parseHead, type Head } from "../../../src/keeper/chain/Head.js";
import { isPlausible } from "../../../src/keeper/chain/isPlausible.js";
import { judgeHead } from "../../../src/keeper/chain/judgeHead.js";
import { rankEndpoints } from "../../../src/keeper/rpc/rankEndpoints.js";

/** A block of a branch; blocks of one branch follow each other, 12 seconds apart. */
function head(number: number, branch = "a", parentBranch = branch): Head {
  const timestamp = 1_000_000 + number * 12;
  return { number, hash: `${branch}${String(number)}`, parentHash: `${parentBranch}${String(number - 1)}`, timestamp };
}

describe("A head of the chain", function () {
  const seen = new Map([98, 99, 100].map((number) => [number, `a${String(number)}`]));
  const judge = (next: Head) => judgeHead(head(100), next, (height) => seen.get(height));

  it("is new when it is the first, the next, or farther on", function () {
    expect(judgeHead(undefined, head(5), () => undefined)).to.equal("new");
    expect(judge(head(101))).to.equal("new");
    expect(judge(head(140))).to.equal("new");
  });

  it("is the same when nothing has happened", function () {
    expect(judge(head(100))).to.equal("same");
  });

  it("that is older shows an endpoint behind, which is not followed back", function () {
    expect(judge(head(99))).to.equal("behind");
    expect(judge(head(98))).to.equal("behind");
    expect(judge(head(60))).to.equal("behind");
  });

  it("is of another branch when its hash, or its parent's, is not the one known", function () {
    expect(judge(head(100, "b"))).to.equal("reorg");
    expect(judge(head(99, "b"))).to.equal("reorg");
    expect(judge(head(101, "b"))).to.equal("reorg");
  });

  it("is of another branch when it is lower and yet later: no laggard knows of that time", function () {
    expect(judge({ ...head(60, "b"), timestamp: head(100).timestamp + 1 })).to.equal("reorg");
  });

  it("must fit the machine's own clock where blocks come by themselves", function () {
    expect(isPlausible(1_000, 1_100, 120)).to.be.true;
    expect(isPlausible(1_000, 1_121, 120)).to.be.false;
    expect(isPlausible(1_300, 1_000, 120)).to.be.false;
    expect(isPlausible(1_000, 999_999, 0)).to.be.true;
  });

  it("is read whole or not at all", function () {
    const block = { number: "0x10", hash: "0xaa", parentHash: "0xbb", timestamp: "0x20" };
    expect(parseHead(block)).to.deep.equal({ number: 16, hash: "0xaa", parentHash: "0xbb", timestamp: 32 });
    for (const broken of [null, "0x10", {}, { ...block, number: "x" }, { ...block, hash: 1 }]) {
      expect(parseHead(broken), JSON.stringify(broken)).to.equal(undefined);
    }
  });
});

describe("Of several endpoints", function () {
  const sound = { isBehind: false, isBroken: false, isResting: false };
  const judged = (number: number, verdict: "new" | "behind" = "new", isSound = true) => ({
    head: head(number),
    verdict,
    isPlausible: isSound,
  });

  it("the preferred one is asked as long as it is sound", function () {
    expect(rankEndpoints([sound, sound, sound])).to.deep.equal([0, 1, 2]);
  });

  it("one that is behind is asked last, one that is broken or rests before it", function () {
    const behind = { ...sound, isBehind: true };
    const broken = { ...sound, isBroken: true };
    const resting = { ...sound, isResting: true };
    expect(rankEndpoints([behind, broken, resting, sound])).to.deep.equal([3, 2, 1, 0]);
  });

  it("those are believed that are near the highest", function () {
    const [first, second, third] = [judged(100), judged(98), judged(97)];
    expect(believable([first, second, third], 2)).to.deep.equal([first, second]);
  });

  it("one from the future or the past is not believed, nor counted as the highest", function () {
    const liar = judged(9_999, "new", false);
    const honest = judged(100);
    expect(believable([liar, judged(90, "behind"), honest], 2)).to.deep.equal([honest]);
    expect(believable([liar], 2)).to.deep.equal([]);
  });
});
