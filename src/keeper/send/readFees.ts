import type { JsonRpcApiProvider } from "ethers";
import { parseFeeHistory, type FeeHistory } from "../fees/parseFeeHistory.js";

/** Blocks looked back, and the percentile of what was paid on top in them. */
const BLOCKS = "0x5";
const PERCENTILE = 50;

/** What blocks cost now. */
export async function readFees(provider: JsonRpcApiProvider): Promise<FeeHistory> {
  return parseFeeHistory(await provider.send("eth_feeHistory", [BLOCKS, "latest", [PERCENTILE]]));
}
