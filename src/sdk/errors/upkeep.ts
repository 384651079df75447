/* What the upkeep refuses. */
import { contractError } from "./ContractError.js";

export class InsufficientUpkeepGasError extends contractError(
  "RebalanceUpkeep_InsufficientGas(uint256 available, uint256 needed)",
  ({ available, needed }) =>
    `The upkeep was left ${String(available)} gas and needs ${String(needed)} for so many tokens: raise the gas limit, or send fewer.`,
) {}

export class UpkeepUnknownTokenError extends contractError(
  "RebalanceUpkeep_UnknownToken(address token)",
  ({ token }) => `${token} is not a token of the upkeep's registry: check the address.`,
) {}

export class UpkeepUnauthorizedError extends contractError(
  "RebalanceUpkeep_Unauthorized(address caller)",
  ({ caller }) => `${caller} may not forward the upkeep's tips: they go with the next rebalance.`,
) {}
