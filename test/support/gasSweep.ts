import type { Connection } from "./system.js";

/** What a call came to under some gas limit. An error has data; running out of gas has none. */
export type Outcome =
  | { readonly is: "answer"; readonly data: string }
  | { readonly is: "error"; readonly data: string }
  | { readonly is: "outOfGas" };

/** {gas} Below, a call ends before the contract has come to any check: 21,000 for a transaction, some for data and way in. */
export const NOT_REACHED = 25_000n;

/** Makes a call under each gas limit of a range. */
export async function sweepGas(
  { provider }: Connection,
  call: { readonly to: string; readonly data: string },
  { from, to, step }: { readonly from: bigint; readonly to: bigint; readonly step: bigint },
): Promise<Map<bigint, Outcome>> {
  const outcomes = new Map<bigint, Outcome>();
  for (let gas = from; gas <= to; gas += step) {
    outcomes.set(gas, await outcomeOf(provider, [{ ...call, gas: `0x${gas.toString(16)}` }, "latest"]));
  }
  return outcomes;
}

async function outcomeOf(provider: Connection["provider"], params: unknown[]): Promise<Outcome> {
  try {
    return { is: "answer", data: (await provider.request({ method: "eth_call", params })) as string };
  } catch (error) {
    const { data } = error as { data?: string | null };
    return typeof data === "string" && data !== "0x" ? { is: "error", data } : { is: "outOfGas" };
  }
}
