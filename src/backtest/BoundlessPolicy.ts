import {
  RebalanceLogic,
  type BandParameters,
  type Decision,
  type Fund,
  type IRebalancePolicy,
  type RebalanceContext,
} from "../model/index.js";

/** The twin of the mock of that name: decides as a policy with bands does, also without a schedule. */
export class BoundlessPolicy implements IRebalancePolicy {
  constructor(private readonly parameters: BandParameters) {}

  decide(fund: Fund, target: bigint, context: RebalanceContext): Decision {
    return RebalanceLogic.decide(fund, target, this.parameters, context);
  }

  bands(): { lower: bigint; upper: bigint; emergency: bigint } {
    const { lowerBand, upperBand, emergencyBand } = this.parameters;
    return { lower: lowerBand, upper: upperBand, emergency: emergencyBand };
  }

  requireSuitable(): void {
    // Every policy is.
  }
}
