import { forget, remember, remembered } from "../app/memory.js";
import type { LiveChain } from "../chain/LiveChain.js";
import { LOCAL_CHAIN_ID } from "../sdk.js";
import { connectInjected } from "./connectInjected.js";
import { announcedWallets } from "./discoverWallets.js";
import type { Holder } from "./Holder.js";
import type { Wallet } from "./Wallet.js";

const KEY = "wallet";
export const TEST_WALLET = "local-test-wallet";

export const rememberWallet = (id: string) => remember(KEY, id);
export const forgetWallet = () => forget(KEY);

/** The test wallet is code and a public key that nobody else needs to load. */
export async function openTestWallet(chain: LiveChain): Promise<Wallet> {
  const { connectTestWallet } = await import("./connectTestWallet.js");
  return connectTestWallet(chain.system.provider);
}

/** Connects the wallet of the last visit again if that needs nobody's consent. */
export async function reconnectLastWallet(chain: LiveChain, holder: Holder): Promise<void> {
  const id = remembered(KEY);
  if (id === TEST_WALLET && chain.system.deployment.chainId === LOCAL_CHAIN_ID) {
    holder.connect(await openTestWallet(chain));
    return;
  }
  const known = announcedWallets.value.find(({ info }) => info.rdns !== "" && info.rdns === id);
  if (known === undefined) return;
  const wallet = await connectInjected(known, { silently: true }).catch(() => undefined);
  if (wallet !== undefined && holder.wallet.peek() === undefined) holder.connect(wallet);
}
