import { JsonRpcProvider } from "ethers";
import { NodeUnreachableError } from "./errors/transport.js";
import { LOCAL_CHAIN_ID } from "./local/localChain.js";

/** {ms} */
const TIMEOUT = 10_000;
const LOCAL_POLLING = 100;
const POLLING = 4_000;

/** Connects to a node by URL, or says at once that none answers. */
export async function openProvider(url: string): Promise<JsonRpcProvider> {
  const chainId = await readChainId(url);
  const pollingInterval = chainId === LOCAL_CHAIN_ID ? LOCAL_POLLING : POLLING;
  // No cache: what a script reads after its own transaction is never older than that.
  return new JsonRpcProvider(url, chainId, { staticNetwork: true, cacheTimeout: -1, pollingInterval });
}

async function readChainId(url: string): Promise<number> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const { result } = (await response.json()) as { result?: unknown };
    const chainId = Number(result);
    if (typeof result !== "string" || !Number.isSafeInteger(chainId)) throw new Error("eth_chainId has no result");
    return chainId;
  } catch (cause) {
    throw new NodeUnreachableError(url, { cause });
  }
}
