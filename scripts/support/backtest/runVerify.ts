import { SingleBar } from "cli-progress";
import { type Choice, termsOf } from "../../../src/backtest/choice.js";
import type { Verified } from "../../../src/verify/verify.js";
import type { Parameters } from "../../../src/deploy/parameters.js";
import { formatTime } from "../../../src/prices/index.js";
import { parseCount } from "../arguments.js";
import { build } from "../build.js";
import type { Given } from "./readCourse.js";

/** What one choice's stretches came to. */
export interface VerifiedChoice {
  readonly label: string;
  readonly stretches: readonly Verified[];
}

/** Replays `count` stretches of every choice on chain. */
export async function runVerify(
  count: string,
  parameters: Parameters,
  choices: readonly Choice[],
  { course }: Given,
): Promise<VerifiedChoice[]> {
  const stretches = parseCount(count, "number of stretches");
  await build();
  // What was just built can be imported only now.
  const { verify } = await import("../../../src/verify/verify.js");
  const bar = process.stderr.isTTY
    ? new SingleBar({ format: "  {value} of {total} stretches {bar} {eta_formatted}", hideCursor: true })
    : undefined;
  bar?.start(stretches * choices.length, 0);
  try {
    const verified: VerifiedChoice[] = [];
    for (const choice of choices) {
      const done = await verify(termsOf(parameters, choice), course, stretches, () => bar?.increment());
      verified.push({ label: `${choice.token} ${choice.policy}`, stretches: done });
    }
    return verified;
  } finally {
    bar?.stop();
  }
}

/** Whether anything differed. */
export function hasDifference(verified: readonly VerifiedChoice[] = []): boolean {
  return verified.some(({ stretches }) => stretches.some(({ difference }) => difference !== undefined));
}

/** One line a choice, and one a difference. */
export function formatVerified(verified: readonly VerifiedChoice[] = []): string[] {
  return verified.flatMap(({ label, stretches }) => {
    const compared = stretches.reduce((sum, stretch) => sum + stretch.compared, 0);
    const least = Math.min(...stretches.map((stretch) => stretch.compared));
    const different = stretches.filter(({ difference }) => difference !== undefined);
    return [
      "",
      `${label}: ${String(stretches.length)} stretches replayed on chain, ${compared.toLocaleString("en")} transactions ` +
        `compared, at least ${String(least)} in each: ${String(different.length)} differences.`,
      ...different.map(({ from, to, difference }) => {
        return `  ${formatTime(from)} to ${formatTime(to)}: ${difference ?? ""}`;
      }),
    ];
  });
}
