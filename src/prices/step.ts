import { parseDecimal, WAD } from "./decimal.js";
import { BadStepError } from "./errors.js";

const PERCENT = /^(\d+(?:\.\d*)?|\.\d+) ?%$/;

/** {1} The largest move of one feed update, WAD: "0.5%" is 5e15. 0 stands for one jump to the next price. */
export function parseStep(text: string): bigint {
  const trimmed = text.trim();
  if (trimmed === "0") return 0n;
  const percent = PERCENT.exec(trimmed)?.[1];
  if (percent === undefined) throw new BadStepError(text);
  const step = parseDecimal(percent) / 100n;
  if (step > WAD || (step === 0n && parseDecimal(percent) !== 0n)) throw new BadStepError(text);
  return step;
}
