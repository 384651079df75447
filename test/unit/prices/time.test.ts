import { expect } from "chai";
import { BadTimeError, formatTime, parseTime } from "../../../src/prices/index.js";

const NOON = 1_584_014_400; // 2020-03-12T12:00:00Z
const MIDNIGHT = 1_583_971_200;

describe("parseTime", function () {
  const accepted: [string, number][] = [
    ["2020-03-12", MIDNIGHT],
    ["20200312", MIDNIGHT],
    ["2020-03-12T12:00:00Z", NOON],
    ["2020-03-12t12:00:00z", NOON],
    ["2020-03-12T12:00:00", NOON],
    ["2020-03-12 12:00:00", NOON],
    ["2020-03-12 12:00", NOON],
    ["2020-03-12 12:00:00 UTC", NOON],
    ["2020-03-12T12:00:00.999Z", NOON],
    ["2020-03-12T12:00:00+00:00", NOON],
    ["2020-03-12T14:30:00+02:30", NOON],
    ["2020-03-12T04:00:00-0800", NOON],
    ["1584014400", NOON],
    ["1584014400.0", NOON],
    ["1584014400000", NOON],
    ["1584014400999", NOON],
    ["1584014400000000", NOON],
    ["0", 0],
  ];
  for (const [text, expected] of accepted) {
    it(`reads ${text}`, function () {
      expect(parseTime(text)).to.equal(expected);
    });
  }

  const refused = [
    "",
    "yesterday",
    "12.03.2020",
    "2020-02-30",
    "2020-13-01",
    "2020-03-12T24:00:01",
    "2020-03-12T10:60",
    "-1",
  ];
  for (const text of [...refused, "03/12/2020", "20201332x", "1584014400000000000000"]) {
    it(`refuses ${JSON.stringify(text)}`, function () {
      expect(() => parseTime(text)).to.throw(BadTimeError, `"${text}" is not a time`);
    });
  }

  it("is undone by formatTime", function () {
    expect(formatTime(NOON)).to.equal("2020-03-12T12:00:00Z");
    expect(parseTime(formatTime(NOON))).to.equal(NOON);
  });
});
