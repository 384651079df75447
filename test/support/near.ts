import { expect } from "chai";

/** Fails unless a number is within `tolerance` of another. Hardhat takes chai's `closeTo` over, for whole numbers only. */
export function near(actual: number, expected: number, tolerance: number): void {
  const gap = Math.abs(actual - expected);
  expect(gap, `${String(actual)} is not within ${String(tolerance)} of ${String(expected)}`).to.be.at.most(tolerance);
}
