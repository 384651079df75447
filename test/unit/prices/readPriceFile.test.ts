import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { BadRowError, readPriceFile, UnreadableFileError } from "../../../src/prices/index.js";

describe("readPriceFile", function () {
  let folder: string;
  before(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "prices-"));
  });
  after(async function () {
    await rm(folder, { recursive: true });
  });

  async function refusal(file: string): Promise<Error> {
    return readPriceFile(file).then(
      () => expect.fail("The file was accepted"),
      (error: unknown) => error as Error,
    );
  }

  it("reads bars from disk", async function () {
    const file = path.join(folder, "good.csv");
    await writeFile(file, "time,open,high,low,close\n2020-03-12,1,2,1,2\n");
    expect(await readPriceFile(file)).to.have.length(1);
  });

  it("names file and line of a bad row", async function () {
    const file = path.join(folder, "bad.csv");
    await writeFile(file, "time,open,high,low,close\n2020-03-12,1,2,1,x\n");
    const error = await refusal(file);
    expect(error).to.be.instanceOf(BadRowError);
    expect(error.message).to.equal(`${file}, line 2: close "x" is not a number`);
  });

  it("says that a file is missing, or is a folder", async function () {
    const missing = await refusal(path.join(folder, "none.csv"));
    expect(missing).to.be.instanceOf(UnreadableFileError);
    expect(missing.message).to.match(/none\.csv cannot be read: there is no such file$/);
    expect((await refusal(folder)).message).to.match(/cannot be read: it is a folder$/);
  });
});
