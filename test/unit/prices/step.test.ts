import { expect } from "chai";
import { BadStepError, parseStep } from "../../../src/prices/index.js";

describe("parseStep", function () {
  const accepted: [string, bigint][] = [
    ["0.5%", 5n * 10n ** 15n],
    ["0.5 %", 5n * 10n ** 15n],
    [" 1% ", 10n ** 16n],
    [".25%", 25n * 10n ** 14n],
    ["100%", 10n ** 18n],
    ["0", 0n],
    ["0%", 0n],
  ];
  for (const [text, expected] of accepted) {
    it(`reads ${JSON.stringify(text)}`, function () {
      expect(parseStep(text)).to.equal(expected);
    });
  }

  for (const text of ["", "%", "0.5", "5", "-1%", "101%", "abc", "1e-3%", "0.5%%", "0.00000000000000001%"]) {
    it(`refuses ${JSON.stringify(text)}`, function () {
      expect(() => parseStep(text)).to.throw(BadStepError, `"${text}" is not a step`);
    });
  }
});
