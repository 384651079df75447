const WAD = 10n ** 18n;

/** {1} WAD: how far `to` is from `from`, relative to `from`; undefined where that is nothing. */
export function change(from: bigint, to: bigint): bigint | undefined {
  return from === 0n ? undefined : ((to - from) * WAD) / from;
}

/** A WAD for drawing, never for counting. */
export function toNumber(wad: bigint): number {
  return Number(wad) / 1e18;
}

/** Where a part of a hundred is drawn. */
export const at = (part: number) => `${part.toFixed(2)}%`;
