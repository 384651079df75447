import { ModelRevert, type Decision, type IRebalancePolicy } from "../../src/model/index.js";
import { wad } from "../support/numbers.js";

/** A policy that answers what it is told, or reverts: the contract of that name, as far as sequences use it. */
export class AnythingPolicy implements IRebalancePolicy {
  /** Undefined where it reverts; what nobody has set is an empty answer, which is none. */
  decision: Decision | undefined;

  decide(): Decision {
    if (this.decision === undefined) throw new ModelRevert("AnythingPolicy");
    return { ...this.decision };
  }

  bands() {
    return { lower: wad("0.5"), upper: wad("1.25"), emergency: wad("1.5") };
  }

  requireSuitable(): void {
    // Suits all.
  }
}
