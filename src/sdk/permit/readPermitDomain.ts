import { Contract, isError, TypedDataEncoder, type Result } from "ethers";
import type { System } from "../connect.js";
import { decodeError } from "../errors/decodeError.js";

/** The EIP-712 domain a token's permits are signed for. */
export interface PermitDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  readonly verifyingContract: string;
}

const ABI = [
  "function name() view returns (string)",
  "function version() view returns (string)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
  "function eip712Domain() view returns (bytes1, string name, string version, uint256, address, bytes32, uint256[])",
];

/** Reads what permits of the token at `address` are signed for; undefined for a token that takes none. */
export async function readPermitDomain(
  { provider, deployment }: System,
  address: string,
): Promise<PermitDomain | undefined> {
  const contract = new Contract(address, ABI, provider);
  const [separator, own, name, version] = await Promise.all(
    ["DOMAIN_SEPARATOR", "eip712Domain", "name", "version"].map((view) => ask(contract, view)),
  );
  const described = own as Result | undefined;
  // A token says itself what its domain is (ERC-5267), or has it told by name and version, the latter often 1.
  const candidates = [
    [described?.["name"], described?.["version"]],
    [name, version],
    [name, "1"],
  ];
  return candidates
    .filter((pair): pair is [string, string] => pair.every((part) => typeof part === "string"))
    .map(([itsName, itsVersion]) => ({
      name: itsName,
      version: itsVersion,
      chainId: BigInt(deployment.chainId),
      verifyingContract: address,
    }))
    .find((domain) => TypedDataEncoder.hashDomain(domain) === separator);
}

/** Undefined where the contract has no such view. */
async function ask(contract: Contract, view: string): Promise<unknown> {
  try {
    return (await contract.getFunction(view).staticCall()) as unknown;
  } catch (error) {
    if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA")) return undefined;
    throw decodeError(error);
  }
}
