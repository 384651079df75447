/* What ERC-20, ERC-2612 and ERC-4626 contracts refuse. */
import { contractError } from "./ContractError.js";
import type { Phrases } from "./Phrases.js";

/** A mint is paid in collateral, a redeem or flip in shares; the error itself does not say whose balance was too small. */
function amount(value: bigint, say: Phrases): string {
  return say.action === "redeem" || say.action === "flip" ? say.shares(value, say.paid) : say.money(value);
}

export class InsufficientBalanceError extends contractError(
  "ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  ({ sender, balance, needed }, say) =>
    `${sender} has ${amount(balance, say)} but needs ${amount(needed, say)}: use a smaller amount or add funds.`,
) {}

export class InsufficientAllowanceError extends contractError(
  "ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  ({ spender, allowance, needed }, say) =>
    `${spender} may spend ${amount(allowance, say)} but needs ${amount(needed, say)}: approve it first.`,
) {}

export class InvalidSenderError extends contractError(
  "ERC20InvalidSender(address sender)",
  ({ sender }) => `${sender} cannot send tokens: check the address.`,
) {}

export class InvalidReceiverError extends contractError(
  "ERC20InvalidReceiver(address receiver)",
  ({ receiver }) => `${receiver} cannot receive tokens: check the address.`,
) {}

export class InvalidApproverError extends contractError(
  "ERC20InvalidApprover(address approver)",
  ({ approver }) => `${approver} cannot approve: check the address.`,
) {}

export class InvalidSpenderError extends contractError(
  "ERC20InvalidSpender(address spender)",
  ({ spender }) => `${spender} cannot be approved: check the address.`,
) {}

export class PermitExpiredError extends contractError(
  "ERC2612ExpiredSignature(uint256 deadline)",
  ({ deadline }, say) => `The signed approval expired at ${say.time(deadline)}: sign a new one.`,
) {}

export class PermitSignerError extends contractError(
  "ERC2612InvalidSigner(address signer, address owner)",
  ({ signer, owner }) => `The approval was signed by ${signer}, not by ${owner}: sign it with the owner's account.`,
) {}

export class PermitNonceError extends contractError(
  "InvalidAccountNonce(address account, uint256 currentNonce)",
  ({ account, currentNonce }) =>
    `The approval of ${account} was used already, its next number is ${String(currentNonce)}: sign a new one.`,
) {}

export class ExceededMaxDepositError extends contractError(
  "ERC4626ExceededMaxDeposit(address receiver, uint256 assets, uint256 max)",
  ({ assets, max }, say) =>
    `${say.money(assets)} is more than the ${say.money(max)} that can be deposited now: use less.`,
) {}

export class ExceededMaxMintError extends contractError(
  "ERC4626ExceededMaxMint(address receiver, uint256 shares, uint256 max)",
  ({ shares, max }, say) =>
    `${say.shares(shares)} is more than the ${say.shares(max)} that can be minted now: use less.`,
) {}

export class ExceededMaxWithdrawError extends contractError(
  "ERC4626ExceededMaxWithdraw(address owner, uint256 assets, uint256 max)",
  ({ assets, max }, say) =>
    `${say.money(assets)} is more than the ${say.money(max)} that can be withdrawn now: use less.`,
) {}

export class ExceededMaxRedeemError extends contractError(
  "ERC4626ExceededMaxRedeem(address owner, uint256 shares, uint256 max)",
  ({ shares, max }, say) =>
    `${say.shares(shares)} is more than the ${say.shares(max)} that can be redeemed now: use less.`,
) {}

export class TransferFailedError extends contractError(
  "SafeERC20FailedOperation(address token)",
  ({ token }) => `A transfer of ${token} failed: check balance and approval.`,
) {}

export class ReentrantCallError extends contractError(
  "ReentrancyGuardReentrantCall()",
  () => "The contract was called from within itself: call it on its own.",
) {}
