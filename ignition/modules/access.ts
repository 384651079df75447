import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** Roles of the AccessManager; 0 is its own administrator. */
export const ROLES = { ADMIN: 0n, GOVERNOR: 1n, GUARDIAN: 2n, SCENARIO: 3n } as const;

/** The AccessManager, with `deployer` as administrator and governor until {handoverModule}. */
export function accessModule(deployer: string) {
  return buildModule("Access", (m) => {
    const accessManager = m.contract("AccessManager", [deployer]);
    m.call(accessManager, "labelRole", [ROLES.GOVERNOR, "GOVERNOR"], { id: "label_GOVERNOR" });
    m.call(accessManager, "labelRole", [ROLES.GUARDIAN, "GUARDIAN"], { id: "label_GUARDIAN" });
    m.call(accessManager, "labelRole", [ROLES.SCENARIO, "SCENARIO"], { id: "label_SCENARIO" });
    m.call(accessManager, "grantRole", [ROLES.GOVERNOR, deployer, 0], { id: "grant_GOVERNOR" });
    return { accessManager };
  });
}

export type AccessModule = ReturnType<typeof accessModule>;
