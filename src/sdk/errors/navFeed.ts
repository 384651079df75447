/* Why a token's NAV feed has no answer. */
import { contractError } from "./ContractError.js";

export class NavUnconfirmedError extends contractError("NavFeed_Unconfirmed(uint256 since)", ({ since }) =>
  since === 0n
    ? "The NAV feed has never been poked: poke it, and read it in the next block."
    : "The NAV feed has no answer in a block that it is started or its token is settled in: read it in the next one.",
) {}

export class NavWorthlessError extends contractError(
  "NavFeed_Worthless()",
  (_, say) => `${say.token} is worth nothing: its fund is wiped out, or settled with nothing left.`,
) {}

export class NavDustError extends contractError(
  "NavFeed_Dust(uint256 supply, uint256 minimum)",
  ({ supply, minimum }, say) =>
    `There are ${say.shares(supply)}, too few for a NAV feed: it answers again once there are ${say.shares(minimum)}.`,
) {}

export class UnknownNavRoundError extends contractError(
  "NavFeed_UnknownRound(uint80 roundId, uint80 current)",
  ({ roundId, current }) =>
    `The NAV feed keeps only its current round, ${String(current)}: ask for that one instead of ${String(roundId)}.`,
) {}
