/** Of a price that are kept, as exchanges' ticks do: 60,123.45 and 0.01234567. */
const DIGITS = 7;
const WAD_DIGITS = 18;

/** {usd/base} WAD. A price rounded to its leading digits, which also hides the last bits of `Math.exp`. */
export function roundPrice(price: number): bigint {
  const decimals = DIGITS - 1 - Math.floor(Math.log10(price));
  const digits = Math.round(decimals >= 0 ? price * 10 ** decimals : price / 10 ** -decimals);
  return BigInt(digits) * 10n ** BigInt(WAD_DIGITS - decimals);
}
