import type { JsonRpcApiProvider } from "ethers";
import type { RebalanceUpkeep } from "../../../types/ethers-contracts/index.js";
import type { WatchedToken } from "../../sdk/index.js";
import { gasLimit } from "../fees/gasLimit.js";
import { simulate, type Simulated } from "./simulate.js";
import type { Work } from "./Work.js";

export interface Preparation {
  readonly simulated: readonly Simulated[];
  /** Undefined where nothing would be done. */
  readonly work: Work | undefined;
}

/** Simulates the due tokens, keeps those that would be done, and estimates the transaction for them. */
export async function prepareWork(
  provider: JsonRpcApiProvider,
  upkeep: RebalanceUpkeep,
  due: readonly WatchedToken[],
  tipReceiver: string,
  from: string,
): Promise<Preparation> {
  const simulated = await simulate(upkeep, due, tipReceiver, from);
  const tokens = simulated.filter(({ outcome }) => outcome === "Done").map(({ token }) => token);
  if (tokens.length === 0) return { simulated, work: undefined };
  const to = await upkeep.getAddress();
  const addresses = tokens.map(({ address }) => address);
  const data = upkeep.interface.encodeFunctionData("perform", [addresses, tipReceiver]);
  // On the newest block, not the pending one: there a transaction of ours that waits would have done the work already.
  const estimate = (await provider.send("eth_estimateGas", [{ from, to, data }, "latest"])) as string;
  return { simulated, work: { tokens, to, data, gasLimit: gasLimit(BigInt(estimate)) } };
}
