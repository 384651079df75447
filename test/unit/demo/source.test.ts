import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readSource, type SourceOptions } from "../../../src/demo/source.js";
import { PriceInputError } from "../../../src/prices/index.js";

const HEADER = "time,open,high,low,close";
const HOURS = [0, 1, 2, 4].map((hour) => `2020-03-12T0${String(hour)}:00:00Z,100,110,90,100`);

describe("readSource", function () {
  let folder: string;
  before(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "demo-"));
  });
  after(async function () {
    await rm(folder, { recursive: true });
  });

  async function fileOf(...rows: string[]): Promise<string> {
    const file = path.join(folder, "prices.csv");
    await writeFile(file, [HEADER, ...rows].join("\n"));
    return file;
  }

  async function refusal(options: SourceOptions): Promise<string> {
    return readSource(options).then(
      () => expect.fail("The input was accepted"),
      (error: unknown) => {
        expect(error).to.be.instanceOf(PriceInputError);
        expect((error as Error).message).not.to.include("\n");
        return (error as Error).message;
      },
    );
  }

  it("is March 2020 unless told otherwise", async function () {
    expect(await readSource({ step: "0.5%" })).to.deep.equal({ step: 5n * 10n ** 15n });
  });

  it("reads a file, a part of it, and says how many bars it leaves out", async function () {
    const prices = await fileOf(...HOURS);
    const { own, step } = await readSource({ prices, from: "2020-03-12T01:00", step: "0" });
    expect(step).to.equal(0n);
    expect(own?.source).to.equal("prices.csv");
    expect(own?.missingBars).to.equal(1);
    expect(own?.path.first.time).to.equal(Date.UTC(2020, 2, 12, 1) / 1000);
    expect(own?.path.legs).to.have.length(3);
  });

  it("says which option holds no time", async function () {
    const prices = await fileOf(...HOURS);
    expect(await refusal({ prices, from: "soon", step: "0" })).to.match(/^--from "soon" is not a time/);
    expect(await refusal({ prices, to: "soon", step: "0" })).to.match(/^--to "soon" is not a time/);
  });

  it("refuses a selection without a file", async function () {
    expect(await refusal({ from: "2020-03-01", step: "0" })).to.equal("--from and --to need --prices FILE");
  });

  it("refuses a bad step before it reads anything", async function () {
    expect(await refusal({ prices: "none.csv", step: "half" })).to.match(/^"half" is not a step/);
  });

  it("names the line of a price the demo's oracle would refuse", async function () {
    const prices = await fileOf(...HOURS, "2020-03-12T05:00:00Z,100,1e12,90,1e12");
    expect(await refusal({ prices, step: "0" })).to.match(/line 6: 1000000000000 is outside what the demo's oracle/);
  });

  it("names the line of a time no chain has", async function () {
    const prices = await fileOf("3600,1,1,1,1");
    expect(await refusal({ prices, step: "0" })).to.match(/line 2: the demo's chain needs a time after 2 January 1970/);
  });

  it("refuses steps that leave the keeper no block of its own", async function () {
    const prices = await fileOf("2020-03-12T00:00:00Z,100,110,90,90", "2020-03-12T01:00:00Z,90,100,90,100");
    expect(await refusal({ prices, step: "0.007%" })).to.match(/comes 2 s after the one before: use a larger --step$/);
  });
});
