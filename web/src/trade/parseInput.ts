import { InvalidAmountError, parseDecimal, parsePercent } from "../sdk.js";

/** What was typed: nothing yet, a value, or why it is none. */
export type Typed =
  | { readonly status: "empty" }
  | { readonly status: "value"; readonly value: bigint }
  | { readonly status: "wrong"; readonly problem: string };

/** Reads an amount above zero. */
export function parseAmount(text: string, decimals: number): Typed {
  if (text.trim() === "") return { status: "empty" };
  return read(() => {
    const value = parseDecimal(text, decimals);
    if (value <= 0n) throw new InvalidAmountError("amount", text, "is not above zero: use a larger one");
    return value;
  });
}

/** {1} WAD. Reads a percentage from 0 to 50 without its sign. */
export function parseSlippage(text: string): Typed {
  return read(() => {
    const value = parsePercent(`${text}%`, 18, "slippage");
    if (value < 0n || value > MOST_SLIPPAGE) {
      throw new InvalidAmountError("slippage", text, "is not from 0 to 50: use one that is");
    }
    return value;
  });
}

const MOST_SLIPPAGE = 5n * 10n ** 17n;

function read(parse: () => bigint): Typed {
  try {
    return { status: "value", value: parse() };
  } catch (error) {
    if (error instanceof InvalidAmountError) return { status: "wrong", problem: error.message };
    throw error;
  }
}
