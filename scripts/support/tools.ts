/** All that commands use and that needs the contracts' types: loaded once those are known to be there. */
export * from "../../src/sdk/index.js";
export * from "./show.js";
export * from "./session.js";
export * from "./arguments.js";
