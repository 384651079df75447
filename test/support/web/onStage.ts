import { expect } from "chai";
import { findBrowser } from "./browser.js";
import { Stage } from "./Stage.js";

/**
 * Tests in a real browser before a node of their own. Where no browser is installed they are skipped, and the title says
 * so. Whatever the page wrote to its console, or asked of anybody else, fails the test during which it did.
 */
export function onStage(title: string, tests: (stage: () => Stage) => void): void {
  const browser = findBrowser();
  const suite = browser === undefined ? describe.skip : describe;
  suite(browser === undefined ? `${title} (no browser installed: CHROMIUM_PATH names one)` : title, function () {
    this.timeout(120_000);
    let stage: Stage | undefined;

    before(async function () {
      stage = await Stage.open(browser ?? "");
    });

    after(async function () {
      await stage?.close();
    });

    afterEach(function () {
      expect(stage?.complaints.splice(0)).to.deep.equal([]);
    });

    tests(() => {
      if (stage === undefined) throw new Error("The stage is not open");
      return stage;
    });
  });
}
