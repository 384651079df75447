import { expect } from "chai";
import {
  formatDecimal,
  formatDuration,
  formatTime,
  InvalidAmountError,
  parseDecimal,
  parseDuration,
  parsePercent,
} from "../../../src/sdk/index.js";

describe("sdk amounts", function () {
  it("are parsed without ever rounding", function () {
    expect(parseDecimal("1000", 6)).to.equal(1_000_000_000n);
    expect(parseDecimal(" 1,234,567.890000000 ", 6)).to.equal(1_234_567_890_000n);
    expect(parseDecimal("-0.000001", 6)).to.equal(-1n);
    expect(parseDecimal("0.1", 18)).to.equal(100_000_000_000_000_000n);
    expect(parseDecimal("123456789012345678901234567890.123456789012345678", 18)).to.equal(
      123456789012345678901234567890123456789012345678n,
    );
  });

  it("that cannot be read are refused with what to write instead", function () {
    for (const text of ["", "abc", "1e3", "0x10", "1.", ".5", "1.2.3", "1,00", "--1", "Infinity", "1 000"]) {
      expect(() => parseDecimal(text, 6), text).to.throw(InvalidAmountError, /write it like/);
    }
    expect(() => parseDecimal("0.0000001", 6)).to.throw(InvalidAmountError, "has more than 6 decimals");
  });

  it("in percent carry their sign", function () {
    expect(parsePercent("-5%")).to.equal(-50_000_000_000_000_000n);
    expect(parsePercent("+0.05 %", 6)).to.equal(500n);
    expect(() => parsePercent("5")).to.throw(InvalidAmountError, "needs a percent sign");
    expect(() => parsePercent("0.00005%", 6)).to.throw(InvalidAmountError, "more than 4 decimals");
  });

  it("of time carry their unit", function () {
    const examples = { "90s": 90, "5m": 300, "25h": 90_000, "1d": 86_400, "2 w": 1_209_600 };
    for (const [text, seconds] of Object.entries(examples)) expect(parseDuration(text)).to.equal(seconds);
    for (const text of ["1", "d", "-1d", "1.5d", "1y", "9999999999999999d"]) {
      expect(() => parseDuration(text), text).to.throw(InvalidAmountError);
    }
  });

  it("are written grouped and rounded to nearest", function () {
    expect(formatDecimal(1_234_567_895_000n, 6)).to.equal("1,234,567.90");
    expect(formatDecimal(-1_500_000n, 6, 0)).to.equal("-2");
    expect(formatDecimal(0n, 18)).to.equal("0.00");
    expect(formatDecimal(999_999_999n, 6)).to.equal("1,000.00");
  });

  it("that are tiny are not written as zero", function () {
    expect(formatDecimal(1n, 18)).to.equal("0.000000000000000001");
    expect(formatDecimal(1_234_567n, 18)).to.equal("0.000000000001235");
    expect(formatDecimal(-1_000_000_000_000n, 18)).to.equal("-0.000001");
  });

  it("of time are written for people", function () {
    expect(formatTime(1_584_007_200n)).to.equal("2020-03-12 10:00:00 UTC");
    expect([0, 59, 3_600, 90_061].map((seconds) => formatDuration(seconds))).to.deep.equal([
      "0s",
      "59s",
      "1h",
      "1d 1h",
    ]);
  });
});
