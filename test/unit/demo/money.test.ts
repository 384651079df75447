import { expect } from "chai";
import { formatFixed, formatPercent, formatPrice, formatWad } from "../../../src/demo/money.js";
import { exactDecimal } from "../../../src/prices/index.js";
import { parseDecimal } from "../../../src/prices/index.js";

describe("amounts as text", function () {
  it("formatFixed groups thousands and rounds half up to the decimals shown", function () {
    expect(formatFixed(1_234_567_890n, 6, 2)).to.equal("1,234.57");
    expect(formatFixed(1_234_565_000n, 6, 2)).to.equal("1,234.57");
    expect(formatFixed(999_999_999n, 6, 0)).to.equal("1,000");
    expect(formatFixed(5n, 6, 6)).to.equal("0.000005");
    expect(formatFixed(501_030_000_000_000n, 6, 6)).to.equal("501,030,000.000000");
    expect(formatFixed(10_000n, 0, 0)).to.equal("10,000");
  });

  it("formatFixed shows a sign only where something is left to show it of", function () {
    expect(formatFixed(-1_500_000n, 6, 1)).to.equal("-1.5");
    expect(formatFixed(-1n, 6, 2)).to.equal("0.00");
  });

  it("formatPercent always shows a sign", function () {
    expect(formatPercent(parseDecimal("0.3479"))).to.equal("+34.8 %");
    expect(formatPercent(parseDecimal("-1"))).to.equal("-100.0 %");
    expect(formatPercent(0n)).to.equal("+0.0 %");
  });

  it("formatPrice shows the digits that matter", function () {
    expect(formatPrice(parseDecimal("7934.52"))).to.equal("7,934.52");
    expect(formatPrice(parseDecimal("0.00001234567"))).to.equal("0.00001235");
  });

  it("exactDecimal loses nothing and adds nothing", function () {
    expect(exactDecimal(parseDecimal("0.207204303738191588"))).to.equal("0.207204303738191588");
    expect(exactDecimal(parseDecimal("-12345.5"))).to.equal("-12345.5");
    expect(exactDecimal(10_000_000_000n, 6)).to.equal("10000");
    expect(exactDecimal(0n)).to.equal("0");
  });

  it("formatWad is for WADs", function () {
    expect(formatWad(parseDecimal("-3.005"), 1)).to.equal("-3.0");
  });
});
