import type { Subject } from "../../../src/backtest/report/index.js";
import { RISK_DISCLOSURE } from "../../../src/sdk/riskDisclosure.js";

/** Where a report is to go. */
export interface Report {
  /** Writes it and returns the page to read. */
  readonly write: (subject: Subject) => Promise<string>;
}

/** Makes sure that a report can be written before anything is run. Charts are loaded only where there is to be one. */
export async function openReport(folder: string | undefined): Promise<Report | undefined> {
  if (folder === undefined) return undefined;
  const { requireReportFolder, writeReport } = await import("../../../src/backtest/report/index.js");
  await requireReportFolder(folder);
  return { write: (subject) => writeReport(subject, folder, RISK_DISCLOSURE) };
}
