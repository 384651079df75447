import { HDNodeWallet, Wallet, type Provider, type Signer } from "ethers";
import { UsageError } from "./cli.js";

/** The public mnemonic of every Ethereum development node. Worth nothing on any real chain. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";
export const LOCAL_HOST = "127.0.0.1";
export const LOCAL_CHAIN_ID = 31337;
export const LOCAL_ACCOUNTS = 10;

/** The wallet behind `--account`: one of the local node's, or on another chain that of WALLET_PRIVATE_KEY. */
export function openWallet(account: string, chainId: number, provider: Provider): Signer {
  if (chainId !== LOCAL_CHAIN_ID) return walletFromEnvironment(provider);
  const index = Number(account);
  if (!/^\d+$/.test(account) || index >= LOCAL_ACCOUNTS) {
    throw new UsageError(`There is no account "${account}": choose one of 0 to ${String(LOCAL_ACCOUNTS - 1)}.`);
  }
  return HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, undefined, `m/44'/60'/0'/0/${String(index)}`).connect(provider);
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
