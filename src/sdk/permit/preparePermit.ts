import { Contract, MaxUint256, type TypedDataField } from "ethers";
import type { System } from "../connect.js";
import { UnlimitedPermitError } from "../errors/router.js";
import { readPermitDomain, type PermitDomain } from "./readPermitDomain.js";

export interface PermitOrder {
  /** Address of the collateral or of a leveraged token. */
  readonly token: string;
  readonly owner: string;
  /** {collateral} or {share} Exactly what the router is to take. */
  readonly value: bigint;
  /** {s} The deadline of the call it goes with. */
  readonly deadline: bigint;
}

/** Typed data (EIP-712) of an ERC-2612 permit for the router, ready to be signed. */
export interface PreparedPermit {
  readonly domain: PermitDomain;
  readonly types: Record<"Permit", TypedDataField[]>;
  readonly message: Readonly<{ owner: string; spender: string; value: bigint; nonce: bigint; deadline: bigint }>;
}

const TYPES: PreparedPermit["types"] = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/**
 * Prepares the permit that lets the router take exactly `value`; undefined where the token takes no permits, so that it
 * has to be approved with a transaction. Throws {@link UnlimitedPermitError} on the largest value there is.
 */
export async function preparePermit(system: System, order: PermitOrder): Promise<PreparedPermit | undefined> {
  const { token, owner, value, deadline } = order;
  if (value === MaxUint256) throw new UnlimitedPermitError();
  const domain = await readPermitDomain(system, token);
  if (domain === undefined) return undefined;
  const contract = new Contract(token, ["function nonces(address) view returns (uint256)"], system.provider);
  const nonce = (await contract.getFunction("nonces").staticCall(owner)) as bigint;
  const spender = system.deployment.router;
  return { domain, types: TYPES, message: { owner, spender, value, nonce, deadline } };
}
