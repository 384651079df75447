import { HDNodeWallet, Wallet } from "ethers";

/** The public mnemonic of every Ethereum development node. Worth nothing on any real chain. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";
export const LOCAL_ACCOUNTS = 10;

/** One of a local node's accounts, by its index. */
export function localWallet(index: number): Wallet {
  const path = `m/44'/60'/0'/0/${String(index)}`;
  return new Wallet(HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, undefined, path).signingKey);
}
