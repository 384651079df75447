import { HDNodeWallet, Wallet } from "ethers";

/** The chain id of local nodes: their time is moved, their blocks are made on demand and their accounts are public. */
export const LOCAL_CHAIN_ID = 31337;
/** The public mnemonic of every Ethereum development node. Worth nothing on any real chain. */
export const LOCAL_MNEMONIC = "test test test test test test test test test test test junk";
export const LOCAL_ACCOUNTS = 10;

/** One of a local node's accounts, by its index. */
export function localWallet(index: number): Wallet {
  const path = `m/44'/60'/0'/0/${String(index)}`;
  return new Wallet(HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, undefined, path).signingKey);
}
