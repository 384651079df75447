import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";
import { ZeroAmountError } from "../errors/token.js";
import { prepareAllowance } from "./prepareAllowance.js";
import type { Prepared } from "./Prepared.js";
import { readMinted, type Minted } from "./readOutcome.js";
import { requireCollateral } from "./requireBalance.js";
import { subtractSlippage } from "./subtractSlippage.js";

export interface MintOrder {
  readonly token: string;
  /** {collateral} What is paid in. */
  readonly assets: bigint;
  readonly account: string;
  /** {1} WAD: how much less than previewed is still accepted. */
  readonly slippage: bigint;
}

export interface PreparedMint extends Prepared<Minted> {
  readonly token: string;
  readonly assets: bigint;
  /** {share} By the preview, and the least accepted. */
  readonly expectedShares: bigint;
  readonly minShares: bigint;
  /** To be sent first, unless undefined: lets the token's venue take exactly `assets`. */
  readonly approval: Prepared<undefined> | undefined;
}

/**
 * Prices a mint and prepares its transaction, straight to the token. Throws when the account cannot pay or the token does
 * not mint.
 */
export async function prepareMint(system: System, order: MintOrder): Promise<PreparedMint> {
  const symbol = knownSymbol(system, order.token);
  const token = tokenContract(system, symbol);
  const address = await token.getAddress();
  const context = errorContext(system, symbol, "mint");
  const { assets, account } = order;
  if (assets === 0n) throw new ZeroAmountError({}, context);
  const allowance = { token: system.collateral.address, owner: account, spender: address, amount: assets };
  const [approval] = await Promise.all([
    prepareAllowance(system, allowance, context),
    requireCollateral(system, account, assets),
  ]);

  let expectedShares: bigint;
  try {
    expectedShares = await token.previewDeposit(assets);
  } catch (error) {
    throw decodeError(error, context);
  }
  const minShares = subtractSlippage(expectedShares, order.slippage);
  return {
    token: symbol,
    assets,
    expectedShares,
    minShares,
    approval,
    request: await token["deposit(uint256,address,uint256)"].populateTransaction(assets, account, minShares),
    context,
    read: (logs) => readMinted(logs, address),
  };
}
