/* What the router refuses, and what stands in the way of a signed approval. */
import { contractError } from "./ContractError.js";
import { SdkError } from "./SdkError.js";

export class DeadlinePassedError extends contractError(
  "LeveragedTokenRouter_DeadlinePassed(uint256 deadline, uint256 timestamp)",
  ({ deadline }, say) => `The transaction came too late, its deadline was ${say.time(deadline)}: try again.`,
) {}

export class RouterUnknownTokenError extends contractError(
  "LeveragedTokenRouter_UnknownToken(address token)",
  ({ token }) => `${token} is not a token of the router's registry: check the address.`,
) {}

export class RouterReceiverError extends contractError(
  "LeveragedTokenRouter_InvalidReceiver(address receiver)",
  ({ receiver }) => `${receiver} is the router, from which nobody could take anything: name an account of yours.`,
) {}

export class SameTokenError extends contractError(
  "LeveragedTokenRouter_SameToken(address token)",
  (_, say) => `${say.token} cannot be changed into itself: choose another token.`,
) {}

export class CollateralMismatchError extends contractError(
  "LeveragedTokenRouter_CollateralMismatch(address from, address to)",
  () => "The two tokens have different collaterals: redeem the one and mint the other.",
) {}

export class PermitNotTakenError extends contractError(
  "LeveragedTokenRouter_PermitNotTaken(address token, uint256 allowance, uint256 needed)",
  ({ token }) => `${token} takes no signed approvals: approve the router with a transaction first.`,
) {}

/** A signature of another shape than the 65 bytes that ERC-2612 asks for, as contract wallets give. */
export class SignatureShapeError extends SdkError {
  constructor(options?: ErrorOptions) {
    super("The wallet's signature is not of a kind that tokens take: approve the router with a transaction.", options);
  }
}

/** An approval of everything there is or will be. */
export class UnlimitedPermitError extends SdkError {
  constructor() {
    super("An approval without limit is never signed here: name the amount that is meant.");
  }
}
