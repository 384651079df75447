import { expect } from "chai";
import { type Cases, IS_DEEP, property } from "../support/property.js";
import { Census } from "./census.js";
import { readTimes } from "./chainSide.js";
import { deployWorld } from "./deployWorld.js";
import { SHORTEST, sequences } from "./generator.js";
import { play, setStage, type Stage } from "./play.js";
import { WORLDS } from "./worlds.js";

const SEQUENCES: Cases = { normal: 200, deep: 2_000 };

describe("Parity: the contracts and their twin in TypeScript", function () {
  const stages: Stage[] = [];
  const census = new Census();
  /** Of the smallest failing sequence so far: fast-check reports what was drawn, this what was played. */
  let difference: unknown;

  before("deploys the worlds", async function () {
    for (const choice of WORLDS) {
      const world = await deployWorld(choice);
      stages.push(await setStage(world, await readTimes(world)));
    }
  });

  afterEach(function () {
    if (difference instanceof Error) console.log(difference.message);
    difference = undefined;
  });

  property(
    "agree to the wei on every result, refusal, event, balance and view of any sequence of operations",
    sequences,
    async (sequence) => {
      try {
        await play(stages[sequence.world]!, sequence, census);
      } catch (error) {
        difference = error;
        throw error;
      }
    },
    SEQUENCES,
  );

  it("has played every operation with success and been in every state", function () {
    console.log(census.toString());
    const { normal, deep } = SEQUENCES;
    expect(census.operations).to.be.at.least((IS_DEEP ? deep : normal) * SHORTEST);
    expect(census.missing(), "never happened").to.deep.equal([]);
  });
});
