import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { ROLES, type AccessModule } from "./access.js";
import type { TokensModule } from "./tokens.js";

/** Who holds which role in the end; addresses. */
export interface Roles {
  readonly deployer: string;
  readonly governor: string;
  readonly guardian: string;
  readonly scenario: string;
  /** {s} Between the governor's announcements and their execution. */
  readonly delay: number;
}

interface Parts {
  access: AccessModule;
  tokens: TokensModule;
}

/** Hands the roles over once everything is set up. A deployer that is not the governor keeps none. */
export function handoverModule(parts: Parts, { deployer, governor, guardian, scenario, delay }: Roles) {
  return buildModule("Handover", (m) => {
    const { accessManager } = m.useModule(parts.access);
    const after = [parts.access, parts.tokens];
    const grant = (role: keyof typeof ROLES, to: string, executionDelay: number) =>
      m.call(accessManager, "grantRole", [ROLES[role], to, executionDelay], { id: `grant_${role}`, after });

    const guarded = grant("GUARDIAN", guardian, 0);
    const staged = grant("SCENARIO", scenario, 0);
    if (governor === deployer && delay === 0) return { accessManager };

    const governed = m.call(accessManager, "grantRole", [ROLES.GOVERNOR, governor, delay], {
      id: "grant_GOVERNOR",
      after: [parts.access, parts.tokens, guarded, staged],
    });
    // The last word: from here on the governor administers, and behind the same delay.
    const administered = m.call(accessManager, "grantRole", [ROLES.ADMIN, governor, delay], {
      id: "grant_ADMIN",
      after: [governed],
    });
    if (governor === deployer) return { accessManager };

    for (const role of ["GOVERNOR", "ADMIN"] as const) {
      m.call(accessManager, "renounceRole", [ROLES[role], deployer], { id: `renounce_${role}`, after: [administered] });
    }
    return { accessManager };
  });
}
