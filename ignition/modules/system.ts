import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { Parameters } from "../../src/deploy/parameters.js";
import { accessModule } from "./access.js";
import { collateralModule } from "./collateral.js";
import { factoryModule } from "./factory.js";
import { handoverModule, type Roles } from "./handover.js";
import { oraclesModule } from "./oracles.js";
import { policyModule } from "./policy.js";
import { tokensModule } from "./tokens.js";
import { venueModule } from "./venue.js";

/** What the parameters leave open: only the chain knows. */
export interface Resolved {
  readonly roles: Roles;
  readonly feeCollector: string;
  readonly collateralDecimals: number;
}

/** The whole system, from the AccessManager to the tokens; mocks only where the parameters describe them. */
export function systemModule(parameters: Parameters, { roles, feeCollector, collateralDecimals }: Resolved) {
  const { deployer } = roles;
  const access = accessModule(deployer);
  const collateral = collateralModule(parameters.collateral);
  const oracles = oraclesModule(parameters.markets);
  const venue = venueModule({ deployer, access, collateral, oracles }, parameters, collateralDecimals);
  const factory = factoryModule(access, feeCollector);
  const policy = policyModule(parameters.policy, collateralDecimals);
  const tokens = tokensModule({ factory, venue, policy }, parameters, collateralDecimals);
  const handover = handoverModule({ access, tokens }, roles);

  return buildModule("LeveragedTokens", (m) => ({
    ...m.useModule(collateral),
    ...m.useModule(oracles),
    ...m.useModule(venue),
    ...m.useModule(factory),
    ...m.useModule(tokens),
    ...m.useModule(handover),
  }));
}
