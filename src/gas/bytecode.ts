import { artifacts } from "hardhat";
import { dataLength } from "ethers";

/** Bytes of one contract: what stands on chain, and what creates it, constructor arguments aside. */
export interface CodeSize {
  readonly runtime: number;
  readonly creation: number;
}

export type CodeSizes = Readonly<Record<string, CodeSize>>;

/** What a chain takes at most: EIP-170 and EIP-3860. */
export const CODE_LIMITS: CodeSize = { runtime: 24_576, creation: 49_152 };

/** Everything that is deployed for good, and the venue, which is as large as a real one. Other mocks have no budget. */
const DEPLOYED = /^contracts\/(?:[^/]+|oracle\/[^/]+|mocks\/MockFuturesVenue)\.sol:/;

/** Sizes of every contract that can be deployed, by name, as it was built last. */
export async function readCodeSizes(): Promise<CodeSizes> {
  const names = [...(await artifacts.getAllFullyQualifiedNames())].filter((name) => DEPLOYED.test(name)).sort();
  const sizes: Record<string, CodeSize> = {};
  for (const name of names) {
    const { contractName, bytecode, deployedBytecode } = await artifacts.readArtifact(name);
    const creation = dataLength(bytecode);
    if (creation > 0) sizes[contractName] = { runtime: dataLength(deployedBytecode), creation };
  }
  return sizes;
}
