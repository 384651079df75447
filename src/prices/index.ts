/** Prices from a file to a feed's path. Pure but for `readPriceFile`. */
export * from "./csv.js";
export * from "./decimal.js";
export * from "./errors.js";
export * from "./funding.js";
export * from "./parseTimeOption.js";
export * from "./path.js";
export * from "./readPriceFile.js";
export * from "./select.js";
export * from "./step.js";
export * from "./time.js";
