/** Prices and funding rates from an exchange's public HTTP API into files. */
export { type Downloaded, downloadPrices, type DownloadOptions, type DownloadResult } from "./downloadPrices.js";
export * from "./errors.js";
export type { Gap } from "./gaps.js";
export { type Market, MARKETS } from "./markets.js";
