import type { Interface, Log, LogDescription } from "ethers";

/** The last event of that name which `address` emitted, if any. */
export function findEvent(
  logs: readonly Log[],
  address: string,
  abi: Interface,
  name: string,
): LogDescription | undefined {
  return logs
    .filter((log) => log.address.toLowerCase() === address.toLowerCase())
    .map((log) => abi.parseLog(log))
    .findLast((event): event is LogDescription => event?.name === name);
}
