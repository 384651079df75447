import { onStage } from "../support/web/onStage.js";
import { checkAccess } from "./access.js";
import { checkBudget } from "./budget.js";
import { tryFailures } from "./failures.js";
import { tellStory } from "./story.js";

onStage("The wallet page", (stage) => {
  // The first to mint, at the price the node begins with.
  describe("through a holder's whole way", () => tellStory(stage));
  describe("for those who do not see it or have no mouse", () => checkAccess(stage));
  describe("when something goes wrong", () => tryFailures(stage));
  describe("in what it loads and asks", () => checkBudget(stage));
});
