import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../support/connect.js";
import { reachingProperty } from "../../support/libraries/reach.js";

const { ethers } = await connect();
const storage = await ethers.deployContract("CodeStorageHarness");

/** Runtime code holds at most 24,576 bytes (EIP-170), one of which keeps a chunk from being run. */
const MOST = 24_575;

async function store(part: Uint8Array): Promise<string> {
  const chunk = await ethers.deployContract("CodeChunk", [part]);
  return chunk.getAddress();
}

describe("CodeStorage", function () {
  const bytes = fc.uint8Array({ maxLength: 100 });
  const edge = fc.constantFrom(0, 1, 31, 32, 33, 64).map((length) => new Uint8Array(length).fill(0xa5));
  reachingProperty(
    "reads back what its chunks hold, in order",
    fc.array(fc.oneof(bytes, edge), { maxLength: 5 }),
    { "several chunks": 0.3, "an empty chunk": 0.05 },
    async (parts, reach) => {
      const chunks: string[] = [];
      for (const part of parts) chunks.push(await store(part));
      expect(await storage.read(chunks)).to.equal(ethers.concat(parts));
      expect(await storage.read(chunks.toReversed())).to.equal(ethers.concat(parts.toReversed()));
      reach("several chunks", parts.length > 1);
      reach(
        "an empty chunk",
        parts.some((part) => part.length === 0),
      );
    },
    { normal: 60, deep: 1_000 },
  );

  it("holds as much as a contract's code can, and joins it", async function () {
    const part = new Uint8Array(MOST).map((_, i) => (i * 7) % 251);
    const chunk = await store(part);
    expect(ethers.dataLength(await ethers.provider.getCode(chunk))).to.equal(MOST + 1);
    expect(await storage.read([chunk, chunk])).to.equal(ethers.concat([part, part]));
  });

  it("reads nothing from no chunks", async function () {
    expect(await storage.read([])).to.equal("0x");
  });

  it("keeps a chunk from being run: it stops at once, whatever it holds", async function () {
    // INVALID, and SELFDESTRUCT of the caller's money.
    for (const code of ["0xfe", "0x33ff"]) {
      const chunk = await store(ethers.getBytes(code));
      expect(await ethers.provider.getCode(chunk)).to.equal(ethers.concat(["0x00", code]));
      expect(await ethers.provider.call({ to: chunk })).to.equal("0x");
    }
  });
});
