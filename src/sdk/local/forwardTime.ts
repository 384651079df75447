import type { JsonRpcApiProvider } from "ethers";
import { SdkError } from "../errors/SdkError.js";

/** A node whose time only passes by itself. */
export class TimeNotMovableError extends SdkError {
  constructor(options?: ErrorOptions) {
    super("This node does not let its time be moved: use a local node with `npm run node`.", options);
  }
}

/** Moves a local node's time by that many seconds and mines a block there; returns the block's time. */
export async function forwardTime(provider: JsonRpcApiProvider, seconds: number): Promise<number> {
  try {
    await provider.send("evm_increaseTime", [seconds]);
    await provider.send("evm_mine", []);
  } catch (cause) {
    throw new TimeNotMovableError({ cause });
  }
  const block = await provider.getBlock("latest");
  return block?.timestamp ?? 0;
}
