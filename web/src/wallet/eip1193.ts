/** What EIP-1193 says of a wallet. */
export interface Eip1193Provider {
  request(call: { method: string; params?: unknown[] | Record<string, unknown> }): Promise<unknown>;
  on?(event: string, listener: (...values: never[]) => void): void;
  removeListener?(event: string, listener: (...values: never[]) => void): void;
}

/** What EIP-6963 says of a wallet that announces itself. */
export interface AnnouncedWallet {
  readonly info: { readonly uuid: string; readonly name: string; readonly icon: string; readonly rdns: string };
  readonly provider: Eip1193Provider;
}

/** Error codes of EIP-1193 and of wallets. */
export const USER_REJECTED = 4001;
export const CHAIN_NOT_ADDED = 4902;

export function errorCode(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
