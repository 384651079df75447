/** All the page knows of the chain. */
export * from "../../src/sdk/index.js";
