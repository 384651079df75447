/** A finished backtest as files: tables, charts and a page to read. */
export * from "./errors.js";
export type { Subject } from "./reportFiles.js";
export { requireReportFolder, writeReport } from "./writeReport.js";
