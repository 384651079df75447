import { Wallet } from "ethers";
import { readFile } from "node:fs/promises";
import { KEY_VARIABLE, PASSWORD_VARIABLE, type Sources } from "../config/parseSettings.js";
import type { Settings } from "../config/settings.js";
import { LOCAL_CHAIN_ID, localWallet } from "../../sdk/index.js";
import { WalletError } from "./WalletError.js";

/** The last account of a local node: nobody else uses it, so nobody else uses its nonces. */
const LOCAL_ACCOUNT = 9;

type KeySettings = Pick<Settings, "keystore" | "passwordFile" | "account" | "dryRun">;

/** Opens the keeper's wallet. Undefined on a dry run without a key, which needs none. */
export async function openWallet(
  settings: KeySettings,
  environment: Sources["environment"],
  chainId: number,
): Promise<Wallet | undefined> {
  const { keystore, passwordFile, account } = settings;
  const key = environment[KEY_VARIABLE];
  const isLocal = chainId === LOCAL_CHAIN_ID;
  if (account !== undefined && !isLocal) {
    throw new WalletError("--account is of local nodes alone: use --keystore FILE on this chain.");
  }
  const given = [keystore, key, account].filter((source) => source !== undefined && source !== "").length;
  if (given > 1) throw new WalletError(`Set one of --keystore, ${KEY_VARIABLE} and --account, not several.`);
  if (keystore !== undefined) return fromKeystore(keystore, await readPassword(passwordFile, environment));
  if (key !== undefined && key !== "") return fromKey(key);
  if (isLocal) return localWallet(account ?? LOCAL_ACCOUNT);
  if (settings.dryRun) return undefined;
  throw new WalletError(`The keeper has no wallet: give it one with --keystore FILE or ${KEY_VARIABLE}.`);
}

function fromKey(key: string): Wallet {
  try {
    return new Wallet(key);
  } catch {
    throw new WalletError(`${KEY_VARIABLE} is not a private key: it must be 32 bytes in hexadecimal.`);
  }
}

async function fromKeystore(file: string, password: string): Promise<Wallet> {
  const json = await readText(file, `The keystore ${file} cannot be read: name a file with --keystore.`);
  if (!isKeystore(json)) throw new WalletError(`${file} is not an encrypted keystore (version 3 JSON).`);
  try {
    return new Wallet((await Wallet.fromEncryptedJson(json, password)).signingKey);
  } catch {
    throw new WalletError(
      `The password does not open the keystore ${file}: check ${PASSWORD_VARIABLE} or --password-file.`,
    );
  }
}

function isKeystore(json: string): boolean {
  try {
    const { version, crypto, Crypto } = JSON.parse(json) as Record<string, unknown>;
    return Number(version) === 3 && (crypto ?? Crypto) !== undefined;
  } catch {
    return false;
  }
}

async function readPassword(file: string | undefined, environment: Sources["environment"]): Promise<string> {
  if (file !== undefined) {
    const text = await readText(file, `The password file ${file} cannot be read: name it with --password-file.`);
    return text.replace(/\r?\n$/, "");
  }
  const password = environment[PASSWORD_VARIABLE];
  if (password === undefined) {
    throw new WalletError(`The keystore needs its password: set ${PASSWORD_VARIABLE} or --password-file FILE.`);
  }
  return password;
}

async function readText(file: string, problem: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new WalletError(problem);
  }
}
