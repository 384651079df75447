import { expect } from "chai";
import { BadNumberError, parseDecimal } from "../../../src/prices/index.js";

describe("parseDecimal", function () {
  const accepted: [string, bigint][] = [
    ["1", 10n ** 18n],
    ["9131.88", 9_131_880_000_000_000_000_000n],
    ["0.1", 10n ** 17n],
    [".5", 5n * 10n ** 17n],
    ["7.", 7n * 10n ** 18n],
    ["+2", 2n * 10n ** 18n],
    ["-3.5", -35n * 10n ** 17n],
    ["1e-06", 10n ** 12n],
    ["6.5E3", 6_500n * 10n ** 18n],
    ["0.000000000000000001", 1n],
    // A float would lose the last digits of both.
    ["123456789.123456789123456789", 123_456_789_123_456_789_123_456_789n],
    ["0.1234567890123456789", 123_456_789_012_345_678n],
  ];
  for (const [text, expected] of accepted) {
    it(`reads ${text} exactly`, function () {
      expect(parseDecimal(text)).to.equal(expected);
    });
  }

  for (const text of ["", " ", "abc", "NaN", "Infinity", "1,5", "1.2.3", "0x10", "1e", "1e9999", "--1", "1 000", "."]) {
    it(`refuses ${JSON.stringify(text)}`, function () {
      expect(() => parseDecimal(text)).to.throw(BadNumberError, `"${text}" is not a number`);
    });
  }
});
