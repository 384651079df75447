import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { Parameters } from "../../src/deploy/parameters.js";

/** The collateral: one that exists, or a mock. */
export function collateralModule(collateral: Parameters["collateral"]) {
  return buildModule("Collateral", (m) => {
    // Of one that exists only the ERC-20 part is used.
    if (typeof collateral === "string") return { collateral: m.contractAt("MockCollateral", collateral) };
    const { name, symbol, decimals } = collateral.mock;
    return { collateral: m.contract("MockCollateral", [name, symbol, decimals]) };
  });
}

export type CollateralModule = ReturnType<typeof collateralModule>;
