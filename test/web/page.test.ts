import { onStage } from "../support/web/onStage.js";
import { checkAccess } from "./access.js";
import { checkBudget } from "./budget.js";
import { tryFailures } from "./failures.js";
import { tellStory } from "./story.js";

onStage("The wallet page", (stage) => {
  describe("for those who do not see it or have no mouse", () => checkAccess(stage));
  describe("through a holder's whole way", () => tellStory(stage));
  describe("when something goes wrong", () => tryFailures(stage));
  describe("in what it loads and asks", () => checkBudget(stage));
});
