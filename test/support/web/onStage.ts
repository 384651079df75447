import { expect } from "chai";
import { findBrowser } from "../../../src/bench/browser.js";
import { Stage } from "./Stage.js";

/**
 * Tests in a real browser before a node of their own. Where no browser is installed they are skipped, and the title says
 * so. The last test is that the page wrote nothing to its console and asked nothing of anybody else in all the others.
 */
export function onStage(title: string, tests: (stage: () => Stage) => void): void {
  const browser = findBrowser();
  const suite = browser === undefined ? describe.skip : describe;
  suite(browser === undefined ? `${title} (no browser installed: CHROMIUM_PATH names one)` : title, function () {
    this.timeout(400_000);
    let stage: Stage | undefined;

    before(async function () {
      stage = await Stage.open(browser ?? "");
    });

    after(async function () {
      await stage?.close();
    });

    tests(() => {
      if (stage === undefined) throw new Error("The stage is not open");
      return stage;
    });

    describe("in all of this", function () {
      it("wrote no error to the console and asked nothing of anybody else", function () {
        expect(stage?.complaints).to.deep.equal([]);
      });
    });
  });
}
