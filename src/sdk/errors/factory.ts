/* What the factory and its policies refuse, and what access control refuses. */
import { decodeBytes32String } from "ethers";
import { contractError } from "./ContractError.js";

export class MarketNotAllowedError extends contractError(
  "Factory_MarketNotAllowed(address venue, bytes32 market)",
  ({ market }) =>
    `No token may be created in the market ${decodeBytes32String(market)}: the governor must allow it first.`,
) {}

export class SymbolTakenError extends contractError(
  "Factory_SymbolTaken(string symbol, address token)",
  ({ symbol, token }) => `${symbol} exists already at ${token}: choose another leverage or market.`,
) {}

export class UnknownSymbolError extends contractError(
  "Factory_UnknownSymbol(string symbol)",
  ({ symbol }) => `The factory knows no token ${symbol}: check the symbol.`,
) {}

export class NotATokenError extends contractError(
  "Factory_UnknownToken(address token)",
  ({ token }) => `${token} is not a token of this factory: check the address.`,
) {}

export class InvalidLeverageError extends contractError(
  "Factory_Leverage(int256 leverage)",
  ({ leverage }, say) =>
    `A leverage of ${say.leverage(leverage)} is not possible: choose a multiple of 0.01 of at most 5, other than 0.`,
) {}

export class InitialNavError extends contractError(
  "Factory_InitialNav(uint256 initialNav)",
  ({ initialNav }, say) => `A first price of ${say.money(initialNav)} is not possible: its units must divide 1e18.`,
) {}

export class PolicyNotAllowedError extends contractError(
  "Factory_PolicyNotAllowed(address policy)",
  ({ policy }) => `No token may be created with the policy ${policy}: the governor must allow it first.`,
) {}

export class EmergencyBandError extends contractError(
  "Factory_EmergencyBand(uint256 band, uint256 min, uint256 max)",
  ({ band, min, max }, say) =>
    `The policy's emergency band is ${say.percent(band)} of the target: choose a policy with one from ${say.percent(min)} to ${say.percent(max)}.`,
) {}

export class MaxTradeTooSmallError extends contractError(
  "Factory_MaxTradeTooSmall(uint256 maxTrade, uint256 min)",
  ({ maxTrade, min }) =>
    `Trades of at most $${String(maxTrade)} are too small to rebalance with: allow at least $${String(min)}.`,
) {}

export class PolicyOutOfRangeError extends contractError(
  "BandPolicy_OutOfRange(string what, uint256 value, uint256 min, uint256 max)",
  ({ what, value, min, max }) =>
    `The policy's ${what} is ${String(value)}: choose it from ${String(min)} to ${String(max)}.`,
) {}

export class FeesBelowArbitrageBoundError extends contractError(
  "Factory_FeesBelowArbitrageBound(uint256 roundTrip, uint256 least)",
  ({ roundTrip, least }, say) =>
    `The fees to mint and to redeem are ${say.percent(roundTrip)} together, and a price move that the feed hides would pay for them: raise them to ${say.percent(least)}.`,
) {}

export class ZeroAddressError extends contractError(
  "Factory_ZeroAddress()",
  () => "The fee collector cannot be the zero address: name an account.",
) {}

export class AccessDeniedError extends contractError(
  "AccessManagedUnauthorized(address caller)",
  ({ caller }) => `${caller} does not hold the role this needs: use an account that does.`,
) {}

export class AccessDelayedError extends contractError(
  "AccessManagedRequiredDelay(address caller, uint32 delay)",
  ({ caller, delay }, say) =>
    `${caller} must announce this ${say.duration(delay)} ahead: schedule it with the access manager first.`,
) {}

export class NotOwnerError extends contractError(
  "OwnableUnauthorizedAccount(address account)",
  ({ account }) => `${account} does not own this mock: use the account that deployed it.`,
) {}
