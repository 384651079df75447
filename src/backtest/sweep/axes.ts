import { parseDecimal, PriceInputError, WAD } from "../../prices/index.js";
import type { SweepName } from "../result.js";

/** What is varied, and the values it takes: exact, as the contracts have them. */
export interface Axis {
  readonly name: SweepName;
  /** {1} WAD, in growing order. */
  readonly values: readonly bigint[];
}

/** Text that names no axis of a sweep. */
export class BadAxisError extends PriceInputError {
  override readonly name = "BadAxisError";

  constructor(text: string, problem: string) {
    super(`--sweep "${text}" ${problem}: write it like leverage=1..5:0.5 or band=1.1..1.9:0.1`);
  }
}

const AXIS = /^(leverage|band)=(?<first>[^.]+(?:\.\d+)?)\.\.(?<last>[^:]+):(?<step>.+)$/;
const MOST_VALUES = 101n;

/** Reads "leverage=1..5:0.5": from the first value to the last one, both included, by the step. */
export function parseAxis(text: string): Axis {
  const match = AXIS.exec(text);
  const { first = "", last = "", step = "" } = match?.groups ?? {};
  if (match === null) throw new BadAxisError(text, "is no axis");
  const [from, to, by] = [first, last, step].map((value) => parsePart(text, value));
  if (from === undefined || to === undefined || by === undefined || by <= 0n || to < from) {
    throw new BadAxisError(text, "does not go from a smaller value to a larger one by a step above 0");
  }
  const count = (to - from) / by + 1n;
  if (count > MOST_VALUES) throw new BadAxisError(text, `has more than ${String(MOST_VALUES)} values`);
  const values = Array.from({ length: Number(count) }, (_, index) => from + BigInt(index) * by);
  const name = text.startsWith("band") ? "band" : "leverage";
  // A sweep from short to long passes by cash, which is no token.
  return { name, values: values.filter((value) => name === "band" || value !== 0n) };
}

/** {1} A WAD as the number it stands for, rounded to what a person wrote. */
export function axisNumber(value: bigint): number {
  return Number((Number(value) / Number(WAD)).toPrecision(12));
}

function parsePart(text: string, value: string): bigint {
  try {
    return parseDecimal(value);
  } catch (error) {
    if (!(error instanceof PriceInputError)) throw error;
    throw new BadAxisError(text, `has "${value}" where a number belongs`);
  }
}
