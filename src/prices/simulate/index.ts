/** Made-up prices where there is no file. */
export * from "./errors.js";
export type { JumpOptions, SimulationOptions } from "./options.js";
export { simulateBars } from "./simulateBars.js";
