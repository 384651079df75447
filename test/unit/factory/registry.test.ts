import { expect } from "chai";
import { connect } from "../../support/connect.js";
import { expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { createToken, deployForTest } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture } = networkHelpers;

describe("LeveragedTokenFactory: registry", function () {
  async function fiveTokens() {
    const system = await deployForTest(connection);
    const tokens = [await system.token.getAddress()];
    for (const leverage of ["-3", "2", "1.5", "1"]) {
      tokens.push(await (await createToken(system, wad(leverage))).getAddress());
    }
    return { ...system, tokens };
  }

  it("is paged, oldest first", async function () {
    const { factory, tokens } = await loadFixture(fiveTokens);
    expect(await factory.tokenCount()).to.equal(5n);
    expect(await factory.tokens(0n, 2n)).to.deep.equal(tokens.slice(0, 2));
    expect(await factory.tokens(2n, 2n)).to.deep.equal(tokens.slice(2, 4));
    expect(await factory.tokens(4n, 2n)).to.deep.equal(tokens.slice(4));
    expect(await factory.tokens(0n, ethers.MaxUint256)).to.deep.equal(tokens);
    expect(await factory.tokens(3n, ethers.MaxUint256)).to.deep.equal(tokens.slice(3));
  });

  it("has empty pages beyond its end", async function () {
    const { factory } = await loadFixture(fiveTokens);
    expect(await factory.tokens(5n, 2n)).to.deep.equal([]);
    expect(await factory.tokens(ethers.MaxUint256, ethers.MaxUint256)).to.deep.equal([]);
    expect(await factory.tokens(1n, 0n)).to.deep.equal([]);
  });

  it("finds a token by its symbol, or says that there is none", async function () {
    const { factory, tokens } = await loadFixture(fiveTokens);
    expect(await factory.tokenBySymbol("BTC1.5L")).to.equal(tokens[3]);
    await expect(factory.tokenBySymbol("BTC9L"))
      .to.be.revertedWithCustomError(factory, "Factory_UnknownSymbol")
      .withArgs("BTC9L");
  });

  it("knows its own tokens", async function () {
    const { factory, tokens, venue } = await loadFixture(fiveTokens);
    for (const token of tokens) expect(await factory.isToken(token)).to.be.true;
    expect(await factory.isToken(venue)).to.be.false;
  });

  it("names its fee collector, never the zero address", async function () {
    const system = await loadFixture(fiveTokens);
    const { factory, manager, collector, bob } = system;
    expect(await factory.feeCollector()).to.equal(collector);
    await expect(factory.setFeeCollector(bob)).to.emit(factory, "FeeCollectorSet").withArgs(bob.address);
    const call = () => factory.setFeeCollector(ethers.ZeroAddress);
    await expectRefusal(system, call, factory, "Factory_ZeroAddress");
    const deployment = ethers.deployContract("LeveragedTokenFactory", [
      manager,
      ethers.ZeroAddress,
      await factory.desk(),
      [],
    ]);
    await expect(deployment).to.be.revertedWithCustomError(factory, "Factory_ZeroAddress");
  });

  it("sets limits and says so", async function () {
    const { factory, token } = await loadFixture(fiveTokens);
    await expect(factory.setLimits(token, { capacity: 5n, maxTrade: 6_000n }))
      .to.emit(token, "LimitsSet")
      .withArgs([5n, 6_000n]);
    expect(await token.limits()).to.deep.equal([5n, 6_000n]);
  });

  it("stores the token's creation code behind a STOP, in order", async function () {
    const chunk = await ethers.deployContract("CodeChunk", ["0x010203"]);
    expect(await ethers.provider.getCode(chunk)).to.equal("0x00010203");
  });
});
