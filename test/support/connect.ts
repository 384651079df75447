import { network } from "hardhat";
import type { Connection } from "./system.js";

/** A chain of its own, in process. */
export async function connect(): Promise<Connection> {
  return network.create();
}
