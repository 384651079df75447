import { isBanded, isScheduled } from "../../../src/backtest/terms.js";
import { UsageError } from "../cli.js";
import type { BacktestOptions } from "./options.js";
import { readPolicies } from "./readChoices.js";

/** Refuses options that contradict each other or that nothing would use. `isGiven` says what was typed. */
export function requireSense(options: BacktestOptions, isGiven: (name: keyof BacktestOptions) => boolean): void {
  const together = (a: keyof BacktestOptions, b: keyof BacktestOptions, why: string): void => {
    if (isGiven(a) && isGiven(b)) throw new UsageError(`${flag(a)} and ${flag(b)} contradict each other: ${why}.`);
  };
  const needs = (name: keyof BacktestOptions, isMet: boolean, what: string): void => {
    if (isGiven(name) && !isMet)
      throw new UsageError(`${flag(name)} does nothing without ${what}: add it, or drop this.`);
  };
  together("token", "leverage", "both say the multiple, use one");
  if (!options.costs) {
    for (const name of ["managementFee", "takerFee", "depth", "funding"] as const) {
      if (isGiven(name)) throw new UsageError(`--no-costs and ${flag(name)} contradict each other: use one of them.`);
    }
  }
  for (const name of ["lowerBand", "upperBand", "emergencyBand"] as const) {
    together("band", name, "--band sets all three, use one way");
  }
  const policies = readPolicies(options);
  for (const name of ["period", "offset"] as const) {
    needs(name, policies.some(isScheduled), "--policy daily or daily+threshold");
  }
  for (const name of ["band", "lowerBand", "upperBand", "emergencyBand"] as const) {
    needs(name, policies.some(isBanded), "--policy threshold or daily+threshold");
  }
  for (const name of ["volatility", "drift", "bars", "interval", "startPrice"] as const) {
    needs(name, options.simulate !== undefined, "--simulate");
  }
  needs("jumps", options.simulate === "jump", "--simulate jump");
  needs("seed", options.simulate !== undefined || options.sweep !== undefined, "--simulate or --sweep");
  together("sweep", "verifyOnChain", "verify one run at a time");
}

function flag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
