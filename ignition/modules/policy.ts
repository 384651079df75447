import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { bandParameters } from "../../src/deploy/bandParameters.js";
import type { Parameters } from "../../src/deploy/parameters.js";

/** The policy every token of the parameters rebalances by. */
export function policyModule(policy: Parameters["policy"], collateralDecimals: number) {
  return buildModule("Policy", (m) => ({
    policy: m.contract("BandPolicy", [bandParameters(policy, collateralDecimals)]),
  }));
}

export type PolicyModule = ReturnType<typeof policyModule>;
