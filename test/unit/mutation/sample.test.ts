import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { explanationOf, outdated, readExplanations } from "../../../scripts/support/mutation/explanations.js";
import { sample, shareOut } from "../../../scripts/support/mutation/sample.js";
import { score, tally } from "../../../scripts/support/mutation/score.js";
import { OPERATORS, type Judged, type Mutant, type Verdict } from "../../../scripts/support/mutation/types.js";

function mutants(file: string, count: number): Mutant[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${file}-${String(index)}`,
    file,
    operator: OPERATORS[index % 3]!,
    start: index,
    end: index,
    text: "",
    line: index,
    original: "a",
    mutated: String(index),
  }));
}

function judged(...verdicts: Verdict[]): Judged[] {
  return mutants("A", verdicts.length).map((mutant, index) => ({ mutant, verdict: verdicts[index]!, timings: {} }));
}

const KILLED: Verdict = { status: "killed", stage: "library", test: "a test" };

describe("the sample of the mutation check", function () {
  const all = [...mutants("A", 300), ...mutants("B", 60), ...mutants("C", 3)];
  const everything = () => true;

  it("is the same for the same seed and another for another", function () {
    const draw = (seed: number) => sample(all, 50, seed, everything).mutants.map(({ id }) => id);
    expect(draw(1)).to.deep.equal(draw(1));
    expect(draw(1)).to.not.deep.equal(draw(2));
    expect(new Set(draw(1)).size).to.equal(50);
  });

  it("takes from every file and kind its share, and at least one", function () {
    const { mutants: drawn } = sample(all, 60, 1, everything);
    const count = (file: string) => drawn.filter((mutant) => mutant.file === file).length;
    expect(count("A")).to.be.within(45, 51);
    expect(count("B")).to.be.within(8, 11);
    expect(count("C")).to.equal(3);
    expect(shareOut([300, 60, 3], 36)).to.deep.equal([29, 6, 1]);
    expect(shareOut([5, 5, 5], 2).reduce((a, b) => a + b)).to.equal(2);
  });

  it("replaces what does not compile, and is the whole when asked for more than there is", function () {
    const isEven = ({ start }: Mutant) => start % 2 === 0;
    const { mutants: drawn, invalid } = sample(all, 50, 1, isEven);
    expect(drawn).to.have.length(50);
    expect(drawn.every(isEven)).to.equal(true);
    expect(invalid).to.not.be.empty;
    expect(invalid.some(isEven)).to.equal(false);
    expect(sample(all, 1_000, 1, everything).mutants).to.have.length(all.length);
  });
});

describe("the score of the mutation check", function () {
  it("counts what a test noticed or never ended on, of all that could be noticed", function () {
    const counts = tally(
      judged(
        KILLED,
        KILLED,
        { status: "timeout", stage: "token" },
        { status: "survived" },
        { status: "equivalent" },
        {
          status: "invalid",
          error: "wrong",
        },
      ),
    );
    expect(counts).to.deep.equal({ killed: 2, timeout: 1, survived: 1, equivalent: 1, invalid: 1 });
    expect(score(counts)).to.equal(75);
  });

  it("knows an explained survivor by its file, kind and line, and says when it is none any more", function () {
    const [first, second] = judged(KILLED, { status: "survived" });
    const why = "no price is 0";
    const explain = ({ mutant: { file, operator, original, mutated } }: Judged) => ({
      file,
      operator,
      original,
      mutated,
      why,
    });
    const explanations = [explain(first!), explain(second!)];
    expect(explanationOf(second!.mutant, explanations)?.why).to.equal(why);
    expect(explanationOf({ ...second!.mutant, mutated: "b" }, explanations)).to.equal(undefined);
    expect(outdated([first!, second!], explanations)).to.deep.equal([explanations[0]]);
  });

  it("has a reason for every explained survivor, of a line that is there", async function () {
    for (const { file, operator, original, why } of await readExplanations()) {
      expect(OPERATORS).to.include(operator);
      expect(why.length, original).to.be.above(20);
      const lines = (await readFile(file, "utf8")).split("\n").map((line) => line.trim());
      expect(lines, file).to.include(original);
    }
  });
});
