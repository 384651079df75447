import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { target } from "../../support/libraries/arbitrary.js";
import { abs, wad } from "../../support/numbers.js";
import { property } from "../../support/property.js";

const { ethers } = await connect();
const naming = await ethers.deployContract("TokenNamingHarness");

const HUNDREDTH = 10n ** 16n;

describe("TokenNaming", function () {
  property(
    "names a token after its market, its multiple as a person writes it, and its side",
    fc.tuple(fc.string({ unit: "grapheme", maxLength: 12 }), target),
    async ([underlying, leverage]) => {
      // JavaScript writes a number the shortest way: 3, 1.5, 1.05.
      const multiple = String(Number(abs(leverage) / HUNDREDTH) / 100);
      const isLong = leverage > 0n;
      expect(await naming.multiple(leverage)).to.equal(multiple);
      expect(await naming.symbol(underlying, leverage)).to.equal(`${underlying}${multiple}${isLong ? "L" : "S"}`);
      expect(await naming.name(underlying, leverage)).to.equal(
        `${underlying} ${multiple}${isLong ? "x Long" : "x Short"}`,
      );
    },
  );

  it("gives every multiple from 0.01 to 5 a name of its own, which reads back as that multiple", async function () {
    const names = new Set<string>();
    for (let hundredths = 1n; hundredths <= 500n; hundredths++) {
      const name = await naming.multiple(-hundredths * HUNDREDTH);
      expect(wad(name)).to.equal(hundredths * HUNDREDTH);
      expect(name).not.to.match(/\.\d*0$|\.$/);
      names.add(name);
    }
    expect(names.size).to.equal(500);
  });
});
