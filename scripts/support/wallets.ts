import { Wallet, type Provider, type Signer } from "ethers";
import { LOCAL_ACCOUNTS, LOCAL_CHAIN_ID, localWallet } from "../../src/sdk/index.js";
import { UsageError } from "./cli.js";

/** The wallet behind `--account`: one of the local node's, or on another chain that of WALLET_PRIVATE_KEY. */
export function openWallet(account: string, chainId: number, provider: Provider): Signer {
  if (chainId !== LOCAL_CHAIN_ID) return walletFromEnvironment(provider);
  const index = Number(account);
  if (!/^\d+$/.test(account) || index >= LOCAL_ACCOUNTS) {
    throw new UsageError(`There is no account "${account}": choose one of 0 to ${String(LOCAL_ACCOUNTS - 1)}.`);
  }
  return localWallet(index).connect(provider);
}

function walletFromEnvironment(provider: Provider): Signer {
  const key = process.env["WALLET_PRIVATE_KEY"];
  if (key === undefined) {
    throw new UsageError("This is not a local node: set WALLET_PRIVATE_KEY to the key of the wallet to use.");
  }
  try {
    return new Wallet(key, provider);
  } catch {
    // The cause would show the key.
    throw new UsageError("WALLET_PRIVATE_KEY is not a private key: it must be 32 bytes in hexadecimal.");
  }
}
