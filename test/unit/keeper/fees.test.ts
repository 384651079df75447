import { expect } from "chai";
import { bigInt, constant, oneof, record } from "fast-check";
import { bumpFees, LEAST_BUMP } from "../../../src/keeper/fees/bumpFees.js";
import { gasLimit } from "../../../src/keeper/fees/gasLimit.js";
import { parseFeeHistory } from "../../../src/keeper/fees/parseFeeHistory.js";
import { quoteFees } from "../../../src/keeper/fees/quoteFees.js";
import { property } from "../../support/property.js";

const GWEI = 10n ** 9n;
const CEILING = 100n * GWEI;
const LIMITS = { ceiling: CEILING, minPriorityFee: GWEI / 10n };

/** {wei/gas} From nothing to far above every ceiling. */
const fee = oneof(bigInt({ min: 0n, max: 10n }), bigInt({ min: 0n, max: 10n ** 13n }));

describe("Keeper fees", function () {
  describe("quoteFees", function () {
    it("offers twice the coming base fee and the median of what was paid on top", function () {
      const quote = quoteFees({ nextBaseFee: 20n * GWEI, rewards: [GWEI, 3n * GWEI, 2n * GWEI] }, LIMITS);
      expect(quote).to.deep.equal({ maxFeePerGas: 42n * GWEI, maxPriorityFeePerGas: 2n * GWEI });
    });

    it("offers the least priority fee where nobody has paid any", function () {
      expect(quoteFees({ nextBaseFee: 7n, rewards: [] }, LIMITS)).to.deep.equal({
        maxFeePerGas: 14n + GWEI / 10n,
        maxPriorityFeePerGas: GWEI / 10n,
      });
    });

    it("stops at the ceiling, and takes the priority fee from what is left below it", function () {
      const quote = quoteFees({ nextBaseFee: 99n * GWEI, rewards: [5n * GWEI] }, LIMITS);
      expect(quote).to.deep.equal({ maxFeePerGas: CEILING, maxPriorityFeePerGas: GWEI });
    });

    it("offers nothing where the base fee alone is above the ceiling, and something in an emergency", function () {
      const history = { nextBaseFee: 200n * GWEI, rewards: [GWEI] };
      expect(quoteFees(history, LIMITS)).to.equal(undefined);
      expect(quoteFees(history, { ...LIMITS, ceiling: 5n * CEILING })?.maxFeePerGas).to.equal(401n * GWEI);
    });

    property(
      "never passes the ceiling, always pays the next base fee, and never promises more on top than in all",
      record({ nextBaseFee: fee, reward: fee, ceiling: fee }),
      ({ nextBaseFee, reward, ceiling }) => {
        const quote = quoteFees({ nextBaseFee, rewards: [reward] }, { ceiling, minPriorityFee: 1n });
        if (quote === undefined) {
          expect(nextBaseFee + 1n > ceiling).to.be.true;
          return;
        }
        expect(quote.maxFeePerGas <= ceiling).to.be.true;
        expect(quote.maxFeePerGas >= nextBaseFee + quote.maxPriorityFeePerGas).to.be.true;
        expect(quote.maxPriorityFeePerGas >= 1n).to.be.true;
      },
    );
  });

  describe("bumpFees", function () {
    it("raises both fees by an eighth, rounded up", function () {
      const bumped = bumpFees({ maxFeePerGas: 80n, maxPriorityFeePerGas: 9n }, undefined, CEILING);
      expect(bumped).to.deep.equal({ maxFeePerGas: 90n, maxPriorityFeePerGas: 11n });
    });

    it("goes to what is quoted now where that is more", function () {
      const quoted = { maxFeePerGas: 500n, maxPriorityFeePerGas: 10n };
      const bumped = bumpFees({ maxFeePerGas: 80n, maxPriorityFeePerGas: 40n }, quoted, CEILING);
      expect(bumped).to.deep.equal({ maxFeePerGas: 500n, maxPriorityFeePerGas: 45n });
    });

    it("gives up where the ceiling leaves no room for a whole bump", function () {
      const previous = { maxFeePerGas: 90n * GWEI, maxPriorityFeePerGas: GWEI };
      expect(bumpFees(previous, undefined, CEILING)).to.equal(undefined);
      expect(bumpFees(previous, undefined, 102n * GWEI)?.maxFeePerGas).to.equal((90n * GWEI * 9n) / 8n);
    });

    property(
      "is accepted by every node: both fees rise by 12.5 % at least, and neither passes the ceiling",
      record({ maxFeePerGas: fee, tip: fee, quoted: oneof(constant(undefined), fee), ceiling: fee }),
      ({ maxFeePerGas, tip, quoted, ceiling }) => {
        const previous = { maxFeePerGas, maxPriorityFeePerGas: tip < maxFeePerGas ? tip : maxFeePerGas };
        const now = quoted === undefined ? undefined : { maxFeePerGas: quoted, maxPriorityFeePerGas: quoted / 2n };
        const bumped = bumpFees(previous, now, ceiling);
        if (bumped === undefined) {
          expect(maxFeePerGas * (10_000n + LEAST_BUMP) > (ceiling - 1n) * 10_000n).to.be.true;
          return;
        }
        for (const key of ["maxFeePerGas", "maxPriorityFeePerGas"] as const) {
          expect(bumped[key] * 1_000n >= previous[key] * 1_125n).to.be.true;
          expect(bumped[key] > previous[key]).to.be.true;
          expect(bumped[key] <= ceiling).to.be.true;
        }
        expect(bumped.maxPriorityFeePerGas <= bumped.maxFeePerGas).to.be.true;
      },
    );
  });

  it("history leaves out empty blocks, whose rewards say nothing", function () {
    const answer = {
      baseFeePerGas: ["0x10", "0x20", "0x30"],
      gasUsedRatio: [0, 0.5],
      reward: [["0x0"], ["0x7"]],
    };
    expect(parseFeeHistory(answer)).to.deep.equal({ nextBaseFee: 48n, rewards: [7n] });
  });

  it("gas is a tenth more than estimated", function () {
    expect(gasLimit(700_001n)).to.equal(770_001n);
  });
});
