import { errorContext, knownSymbol, tokenContract, type System } from "../connect.js";
import { formatDecimal } from "../amounts/formatDecimal.js";
import { decodeError } from "../errors/decodeError.js";
import { BalanceTooLowError } from "../errors/input.js";
import { ZeroAmountError } from "../errors/token.js";
import { findEvent } from "./findEvent.js";
import type { Prepared } from "./Prepared.js";
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

/** {collateral} and {share}. */
export interface Minted {
  readonly assets: bigint;
  readonly shares: bigint;
  /** The venue's charge, and what stays in the fund. */
  readonly cost: bigint;
  readonly fee: bigint;
}

/** Prices a mint and prepares its transaction. Throws when the account cannot pay or the token does not mint. */
export async function prepareMint(system: System, order: MintOrder): Promise<PreparedMint> {
  const symbol = knownSymbol(system, order.token);
  const token = tokenContract(system, symbol);
  const address = await token.getAddress();
  const context = errorContext(system, symbol, "mint");
  const { assets, account } = order;
  const { contract: collateral } = system.collateral;
  if (assets === 0n) throw new ZeroAmountError({}, context);

  const [balance, allowance] = await Promise.all([
    collateral.balanceOf(account),
    collateral.allowance(account, address),
  ]);
  if (balance < assets) {
    const show = (amount: bigint) => `${formatDecimal(amount, system.collateral.decimals)} ${system.collateral.symbol}`;
    throw new BalanceTooLowError(account, show(balance), show(assets), "mint for less or use another account");
  }

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
    approval:
      allowance >= assets
        ? undefined
        : {
            request: await collateral.approve.populateTransaction(address, assets),
            context,
            read: () => undefined,
          },
    request: await token["deposit(uint256,address,uint256)"].populateTransaction(assets, account, minShares),
    context,
    read: (logs) => {
      const deposit = findEvent(logs, address, token.interface, "Deposit");
      const subscribed = findEvent(logs, address, token.interface, "Subscribed");
      return {
        assets: deposit?.args["assets"] as bigint,
        shares: deposit?.args["shares"] as bigint,
        cost: subscribed?.args["cost"] as bigint,
        fee: subscribed?.args["fee"] as bigint,
      };
    },
  };
}
