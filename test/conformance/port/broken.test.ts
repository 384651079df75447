import { expect } from "chai";
import { asyncProperty, check } from "fast-check";
import { connect } from "../../support/connect.js";
import { course } from "../../support/port/course.js";
import { PROMISES } from "../../support/port/promises.js";
import { setStage } from "../../support/port/stage.js";
import { makeDear, makeMoody, makeSilent, makeStingy, type MakeVenue } from "../../support/port/venuesUnderTest.js";
import { SEED } from "../../support/property.js";

const connection = await connect();

/** The promises that a venue breaks in at least one of a few courses. */
async function brokenBy(makeVenue: MakeVenue): Promise<string[]> {
  const stage = async () => setStage(await makeVenue(connection));
  const broken: string[] = [];
  for (const promise of PROMISES) {
    const kept = asyncProperty(course, async (drawn) => {
      await promise.check(await connection.networkHelpers.loadFixture(stage), drawn);
    });
    const { failed } = await check(kept, { seed: SEED, numRuns: 6, endOnFailure: true });
    if (failed) broken.push(promise.name);
  }
  return broken;
}

describe("The port's promises can be broken", function () {
  it("by a venue that charges more than it quotes, in that alone", async function () {
    expect(await brokenBy(makeDear)).to.deep.equal([
      "quote is never below the cost of that trade in the same block, and equal to it where isExact",
    ]);
  });

  it("by a venue that refuses trades without having said so, in that alone", async function () {
    expect(await brokenBy(makeMoody)).to.deep.equal(["what snapshot does not say is refused, is taken"]);
  });

  it("by a venue that answers a close it cannot do with nothing, in that alone", async function () {
    expect(await brokenBy(makeSilent)).to.deep.equal([
      "while position reverts for want of a price, or says that the market is halted, close reverts too, until it has expired",
    ]);
  });

  it("by a venue that keeps a part of what an expired account is worth, in that alone", async function () {
    expect(await brokenBy(makeStingy)).to.deep.equal([
      "an expired market answers as halted, at one price for good, takes no trade, and close pays all equity at that price",
    ]);
  });
});
