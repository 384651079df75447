import type { SweepName } from "../result.js";
import { formatLeverage } from "./format.js";

/** What an axis of a sweep is called. */
export const AXIS_TITLES: Readonly<Record<SweepName, string>> = {
  leverage: "Target leverage",
  band: "Band: upper drift trigger over target",
};

/** The same at the head of a column. */
export const AXIS_NAMES: Readonly<Record<SweepName, string>> = { leverage: "Target", band: "Band" };

/** A value of such an axis. */
export function formatAxisValue(name: SweepName, value: number): string {
  return name === "leverage" ? formatLeverage(value) : String(Number(value.toFixed(4)));
}
