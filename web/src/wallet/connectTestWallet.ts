import { signal } from "@preact/signals";
import type { Provider } from "ethers";
import { LOCAL_CHAIN_ID, localWallet } from "../sdk.js";
import type { Wallet } from "./Wallet.js";

/** Account 0 of a local node owns its feeds. */
const ACCOUNT = 1;

/**
 * An account whose key is public, funded by local nodes and worthless elsewhere. Loaded only when somebody asks for it
 * on a local chain.
 */
export function connectTestWallet(provider: Provider): Wallet {
  const signer = localWallet(ACCOUNT).connect(provider);
  return {
    name: "Local test wallet",
    isTest: true,
    address: signal(signer.address),
    chainId: signal(LOCAL_CHAIN_ID),
    signer: () => Promise.resolve(signer),
    switchTo: () => Promise.resolve(),
    disconnect: () => undefined,
  };
}
