import { expect } from "chai";
import type { Course } from "./course.js";
import type { Stage } from "./stage.js";

/** One promise of IVenueAccount, in its words, and what fails where it is broken. */
export interface PortPromise {
  readonly name: string;
  readonly check: (stage: Stage, course: Course) => Promise<void>;
}

/** Panic(uint256) and Error(string): what a contract says that did not mean to refuse; and no word at all. */
const UNTYPED = ["0x4e487b71", "0x08c379a0", "0x"];

export function expectTyped(refusal: string): void {
  expect(UNTYPED).to.not.include(refusal.slice(0, 10));
}
