import type { PermitSignature } from "../permit/signPermit.js";

/** Where a routed action's outcome goes, until when, and what lets the router take what it needs. */
export interface RouteTerms {
  readonly account: string;
  /** By default the account itself. */
  readonly receiver?: string;
  /** {s} */
  readonly deadline: bigint;
  /** Over a permit for exactly what the action takes until exactly `deadline`; by default the allowance is to do. */
  readonly signature?: PermitSignature;
}
