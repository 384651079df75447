import { Signature, type Signer } from "ethers";
import { decodeError } from "../errors/decodeError.js";
import { SignatureShapeError } from "../errors/router.js";
import type { PreparedPermit } from "./preparePermit.js";

/** A permit's signature as the router takes it. */
export interface PermitSignature {
  readonly v: number;
  readonly r: string;
  readonly s: string;
}

/** Stands for no permit: the router then relies on the allowance. */
export const NO_PERMIT: PermitSignature = { v: 0, r: `0x${"0".repeat(64)}`, s: `0x${"0".repeat(64)}` };

/**
 * Has the owner sign a permit. Throws {@link RejectedError} when they do not want to, {@link SignatureShapeError} when
 * the wallet signs in a way tokens do not take.
 */
export async function signPermit({ domain, types, message }: PreparedPermit, owner: Signer): Promise<PermitSignature> {
  let signed: string;
  try {
    signed = await owner.signTypedData(domain, types, message);
  } catch (error) {
    throw decodeError(error);
  }
  try {
    const { v, r, s } = Signature.from(signed);
    return { v, r, s };
  } catch (cause) {
    throw new SignatureShapeError({ cause });
  }
}
