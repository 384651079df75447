import { Contract } from "ethers";
import type { System } from "../connect.js";
import type { ErrorContext } from "../errors/Phrases.js";
import type { Prepared } from "./Prepared.js";

export interface AllowanceOrder {
  /** Address of the collateral or of a leveraged token. */
  readonly token: string;
  readonly owner: string;
  readonly spender: string;
  /** {collateral} or {share} */
  readonly amount: bigint;
}

const ABI = [
  "function allowance(address owner, address spender) view returns (uint256)",
  "function approve(address spender, uint256 amount) returns (bool)",
];

/** Prepares an allowance of exactly `amount`; undefined where there is one as large already. */
export async function prepareAllowance(
  system: System,
  { token, owner, spender, amount }: AllowanceOrder,
  context: ErrorContext,
): Promise<Prepared<undefined> | undefined> {
  const contract = new Contract(token, ABI, system.provider);
  const allowance = (await contract.getFunction("allowance").staticCall(owner, spender)) as bigint;
  if (allowance >= amount) return undefined;
  const request = await contract.getFunction("approve").populateTransaction(spender, amount);
  return { request, context, read: () => undefined };
}
