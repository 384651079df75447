import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { encodeBytes32String, parseUnits } from "ethers";
import type { Parameters } from "../../src/deploy/parameters.js";
import { MockFuturesVenue__factory } from "../../types/ethers-contracts/index.js";
import { ROLES, type AccessModule } from "./access.js";
import type { CollateralModule } from "./collateral.js";
import type { OraclesModule } from "./oracles.js";

const venueInterface = MockFuturesVenue__factory.createInterface();
const LISTING = [venueInterface.getFunction("listMarket").selector];
const SCENARIO_CONTROLS = [
  venueInterface.getFunction("setBaseFunding").selector,
  venueInterface.getFunction("setOpenInterestCap").selector,
  venueInterface.getFunction("setScenario").selector,
];

interface Parts {
  deployer: string;
  access: AccessModule;
  collateral: CollateralModule;
  oracles: OraclesModule;
}

/** The futures venue: one that exists, or a mock with its markets listed and its pool filled. */
export function venueModule(parts: Parts, parameters: Parameters, decimals: number) {
  const { venue: described, markets } = parameters;
  return buildModule("Venue", (m) => {
    if (typeof described === "string") return { venue: m.contractAt("IFuturesVenue", described) };

    const { accessManager } = m.useModule(parts.access);
    const { collateral } = m.useModule(parts.collateral);
    const priceOracles = m.useModule(parts.oracles);
    const venue = m.contract("MockFuturesVenue", [collateral, accessManager]);
    const governed = m.call(accessManager, "setTargetFunctionRole", [venue, LISTING, ROLES.GOVERNOR], {
      id: "governor_lists",
    });
    m.call(accessManager, "setTargetFunctionRole", [venue, SCENARIO_CONTROLS, ROLES.SCENARIO], {
      id: "scenario_plays",
    });

    for (const [name, { listing }] of Object.entries(markets)) {
      const oracle = priceOracles[`oracle_${name}`];
      if (listing === undefined || oracle === undefined) continue;
      const config = {
        oracle,
        takerFeePpm: listing.takerFee,
        initialMarginPpm: listing.initialMargin,
        maintenanceMarginPpm: listing.maintenanceMargin,
        liquidationPenaltyPpm: listing.liquidationPenalty,
        liquidationRewardPpm: listing.liquidationReward,
        liquidationRewardCap: parseUnits(listing.liquidationRewardCap, decimals),
        depth: listing.depth,
        openInterestCap: listing.openInterestCap,
        baseFundingPerSecond: listing.baseFundingPerHour,
        skewFundingPerSecond: listing.skewFundingPerHour,
        maxFundingPerSecond: listing.maxFundingPerHour,
        reserveFeePerSecond: listing.reserveFeePerYear,
        outageDelay: listing.outageDelay,
      };
      m.call(venue, "listMarket", [encodeBytes32String(name), config], {
        id: `list_${name}`,
        after: [governed, parts.access],
      });
    }

    const liquidity = parseUnits(described.mock.liquidity, decimals);
    const insurance = parseUnits(described.mock.insurance, decimals);
    const total = liquidity + insurance;
    if (total === 0n) return { venue };
    const funded =
      typeof parameters.collateral === "string"
        ? []
        : [m.call(collateral, "mint", [parts.deployer, total], { id: "mint_seed" })];
    const approved = m.call(collateral, "approve", [venue, total], { id: "approve_seed" });
    const after = [...funded, approved];
    if (liquidity > 0n) m.call(venue, "depositLiquidity", [liquidity], { id: "seed_liquidity", after });
    if (insurance > 0n) m.call(venue, "fundInsurance", [insurance], { id: "seed_insurance", after });
    return { venue };
  });
}

export type VenueModule = ReturnType<typeof venueModule>;
