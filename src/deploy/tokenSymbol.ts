import { formatUnits } from "ethers";

/** The symbol the factory gives a token, such as BTC1.5L. */
export function tokenSymbol(market: string, leverage: bigint): string {
  const multiple = formatUnits(leverage < 0n ? -leverage : leverage, 18).replace(/\.0$/, "");
  return `${market}${multiple}${leverage > 0n ? "L" : "S"}`;
}
