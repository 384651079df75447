import { tokenContract, type System } from "../connect.js";
import type { Token } from "./Token.js";
import { toToken } from "./toToken.js";

/** Reads one token by symbol. */
export async function readToken(system: System, symbol: string): Promise<Token> {
  return toToken(await system.lens.viewToken(tokenContract(system, symbol)));
}
