import { signal } from "@preact/signals";
import { BrowserProvider, getAddress, toQuantity } from "ethers";
import { RejectedError } from "../sdk.js";
import { CHAIN_NOT_ADDED, errorCode, USER_REJECTED, type AnnouncedWallet } from "./eip1193.js";
import type { Wallet } from "./Wallet.js";

/** {ms} How often ethers looks for a receipt. */
const POLLING = 400;

/**
 * Asks a wallet of this browser for an account; `silently` only for one it has shown this page before. Throws when there
 * is none or its owner says no.
 */
export async function connectInjected({ info, provider }: AnnouncedWallet, { silently = false } = {}): Promise<Wallet> {
  const method = silently ? "eth_accounts" : "eth_requestAccounts";
  const accounts = (await ask(() => provider.request({ method }))) as string[];
  const chain = (await ask(() => provider.request({ method: "eth_chainId" }))) as string;
  if (accounts.length === 0) throw new RejectedError();
  const address = signal(firstOf(accounts));
  const chainId = signal(Number(chain));
  const onAccounts = (changed: string[]) => {
    address.value = firstOf(changed);
  };
  const onChain = (changed: string) => {
    chainId.value = Number(changed);
  };
  provider.on?.("accountsChanged", onAccounts);
  provider.on?.("chainChanged", onChain);

  return {
    name: info.name,
    isTest: false,
    address,
    chainId,
    signer: () => {
      // One for each use: ethers fixes the chain when it first talks to it.
      const browser = new BrowserProvider(provider, chainId.value, { cacheTimeout: -1 });
      browser.pollingInterval = POLLING;
      return browser.getSigner(address.value);
    },
    switchTo: async (wanted) => {
      const params = [{ chainId: toQuantity(wanted) }];
      await ask(async () => {
        try {
          await provider.request({ method: "wallet_switchEthereumChain", params });
        } catch (error) {
          if (errorCode(error) !== CHAIN_NOT_ADDED) throw error;
          await provider.request({ method: "wallet_addEthereumChain", params: [describeChain(wanted)] });
        }
      });
      chainId.value = Number(await provider.request({ method: "eth_chainId" }));
    },
    disconnect: () => {
      provider.removeListener?.("accountsChanged", onAccounts);
      provider.removeListener?.("chainChanged", onChain);
    },
  };
}

function firstOf([account]: readonly string[]): string | undefined {
  return account === undefined ? undefined : getAddress(account);
}

/** What a wallet needs to know of a chain it has never heard of: the node this page itself reads. */
function describeChain(chainId: number) {
  return {
    chainId: toQuantity(chainId),
    chainName: `Chain ${String(chainId)}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: [new URL("rpc", document.baseURI).href],
  };
}

async function ask<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    if (errorCode(cause) === USER_REJECTED) throw new RejectedError({ cause });
    throw cause;
  }
}
