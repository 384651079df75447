export * from "./readFundingRate.js";
export * from "./readSimulationStart.js";
export * from "./scenarioPath.js";
export * from "./simulate.js";
export * from "./Simulation.js";
