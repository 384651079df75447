import pc from "picocolors";
import { FAULTS } from "../faults/FaultProxy.js";
import { describeWaste } from "./checks.js";
import type { PhaseResult } from "./phase.js";
import type { SoakResult } from "./runSoak.js";
import { addCounts, total } from "./Survival.js";

const DAY = 86_400;

/** What the soak showed, for people. */
export function formatSoak(result: SoakResult): string {
  const { alone, together, exchanges, checks } = result;
  const injected = addCounts(alone.injected, together.injected);
  const survived = addCounts(alone.survived, together.survived);
  const failed = checks.filter(({ passed }) => !passed).length;
  return [
    `${String(result.tokens)} tokens, ${String(Math.round(result.simulated / DAY))} simulated days, seed ${String(result.seed)}`,
    "",
    ...formatPhase("One keeper", alone),
    ...formatPhase("Three keepers, 0, 1 and 2 blocks patient", together),
    pc.bold(`Faults in ${String(exchanges)} requests`),
    formatFaults("", "injected", "survived"),
    ...FAULTS.map((fault) => formatFaults(fault, String(injected[fault]), String(survived[fault]))),
    formatFaults("all", String(total(injected)), String(total(survived))),
    "",
    ...checks.map(
      ({ who, what, found, passed }) => `${passed ? pc.green("ok  ") : pc.red("FAIL")} ${who}: ${what}: ${found}`,
    ),
    "",
    failed === 0
      ? `All ${String(checks.length)} checks passed.`
      : pc.red(`${String(failed)} of ${String(checks.length)} checks failed.`),
  ].join("\n");
}

function formatPhase(title: string, phase: PhaseResult): string[] {
  const { blocks, unreachableBlocks, ledger } = phase;
  return [
    pc.bold(title),
    `  blocks       ${String(blocks)}, the chain out of reach in ${String(unreachableBlocks)}`,
    `  rebalanced   ${countBy(ledger.entries.map(({ reason }) => reason))}`,
    `  blocks taken ${countBy(ledger.entries.map(({ since, doneAt }) => String(doneAt - since)))}`,
    `  reachable    ${countBy(ledger.entries.map(({ reachableBlocks }) => String(reachableBlocks)))}`,
    `  lapsed       ${String(ledger.lapsed)}`,
    `  wasted       ${describeWaste(phase)} transactions`,
    "",
  ];
}

function formatFaults(fault: string, injected: string, survived: string): string {
  return `  ${fault.padEnd(8)} ${injected.padStart(8)} ${survived.padStart(8)}`;
}

/** "3 Drift, 1 Scheduled", the names in order. */
function countBy(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  return sorted.map(([name, count]) => `${name}: ${String(count)}`).join(", ") || "none";
}
