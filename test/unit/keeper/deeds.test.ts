import { expect } from "chai";
import { readDeeds } from "../../../src/keeper/send/readDeeds.js";
import { BLOCKERS, REASONS } from "../../../src/sdk/index.js";
import { LeveragedToken__factory } from "../../../types/ethers-contracts/index.js";

const TOKEN = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OTHER = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const WAD = 10n ** 18n;
const USDC = { symbol: "USDC", decimals: 6 };

const tokens = LeveragedToken__factory.createInterface();

function log(address: string, name: "Rebalanced" | "RebalanceBlocked" | "FeesSet", values: readonly unknown[]) {
  return { address: address.toLowerCase(), ...tokens.encodeEventLog(name, values) };
}

describe("What a transaction did to each token", function () {
  it("is a trade, with leverage after it, or a note of what blocks one; a settlement says nothing here", function () {
    const drift = REASONS.indexOf("Drift");
    const deeds = readDeeds(
      [
        log(TOKEN, "FeesSet", [[0, 0, 0]]),
        // 3,000 at 3x: 0.15 at 60,000; the venue paid a dollar for it.
        log(TOKEN, "Rebalanced", [
          drift,
          -WAD,
          true,
          -1_000_000n,
          0n,
          60_000n * WAD,
          (15n * WAD) / 100n,
          3_000_000_000n,
          WAD,
        ]),
        log(OTHER, "RebalanceBlocked", [drift, BLOCKERS.indexOf("Cost"), 0n, 0n, 1_583_971_200n]),
      ],
      USDC,
    );
    expect([...deeds]).to.deep.equal([
      [TOKEN, { reason: "Drift", leverage: "3.00x", complete: true, tradingCost: "-1.00 USDC", tip: "0.00 USDC" }],
      [
        OTHER,
        {
          reason: "Drift",
          blocker: "Cost",
          why: "the trade would cost more than is allowed",
          since: "2020-03-12 00:00:00 UTC",
        },
      ],
    ]);
  });
});
