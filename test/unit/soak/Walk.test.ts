import { expect } from "chai";
import { drawFrom } from "../../../src/soak/random.js";
import { Walk } from "../../../src/soak/walk.js";

const START = 60_000n;
const STEPS = 5_000;

describe("The soak's prices", function () {
  const pathOf = (seed: number) => {
    const walk = new Walk(START, drawFrom(seed));
    return Array.from({ length: STEPS }, () => Number(walk.next()));
  };

  it("are the same for the same seed, and others for another", function () {
    expect(pathOf(7)).to.deep.equal(pathOf(7));
    expect(pathOf(7)).to.not.deep.equal(pathOf(8));
  });

  it("crash and jump, and stay within reach of where they began", function () {
    const path = pathOf(20_200_312);
    const moves = path.slice(1).map((price, index) => price / path[index]! - 1);
    expect(moves.filter((move) => move < -0.085).length).to.be.above(50);
    expect(moves.filter((move) => move > 0.085).length).to.be.above(50);
    expect(Math.min(...path)).to.be.above(Number(START) * 0.4);
    expect(Math.max(...path)).to.be.below(Number(START) * 2.4);
  });
});
