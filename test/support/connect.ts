import { network } from "hardhat";
import type { Connection } from "./system.js";

/** A chain of its own, in process. A fixed gas limit spares the estimate, which runs every transaction twice. */
export async function connect(): Promise<Connection> {
  return network.create({ override: { gas: 16_000_000n } });
}
