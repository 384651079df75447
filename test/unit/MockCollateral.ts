import { expect } from "chai";
import { network } from "hardhat";
import { PERMIT_TYPES } from "../support/permit.js";

const { ethers, networkHelpers } = await network.create();
const { loadFixture, time } = networkHelpers;

describe("MockCollateral", function () {
  async function fixture() {
    const [owner, holder, spender] = await ethers.getSigners();
    const token = await ethers.deployContract("MockCollateral", ["USD Coin", "USDC", 6]);
    return { token, owner: owner!, holder: holder!, spender: spender! };
  }

  it("describes itself", async function () {
    const { token, owner } = await loadFixture(fixture);
    expect(await token.name()).to.equal("USD Coin");
    expect(await token.symbol()).to.equal("USDC");
    expect(await token.decimals()).to.equal(6n);
    expect(await token.owner()).to.equal(owner);
  });

  it("has from 6 to 18 decimals", async function () {
    const { token } = await loadFixture(fixture);
    const eighteen = await ethers.deployContract("MockCollateral", ["Dai", "DAI", 18]);
    expect(await eighteen.decimals()).to.equal(18n);
    for (const decimals of [5, 19]) {
      await expect(ethers.deployContract("MockCollateral", ["Dollar", "USD", decimals]))
        .to.be.revertedWithCustomError(token, "MockCollateral_InvalidDecimals")
        .withArgs(decimals);
    }
  });

  it("is minted by its owner alone", async function () {
    const { token, holder } = await loadFixture(fixture);
    await token.mint(holder, 5n);
    expect(await token.balanceOf(holder)).to.equal(5n);
    expect(await token.totalSupply()).to.equal(5n);
    await expect(token.connect(holder).mint(holder, 1n))
      .to.be.revertedWithCustomError(token, "OwnableUnauthorizedAccount")
      .withArgs(holder.address);
  });

  it("lets a signature approve", async function () {
    const { token, holder, spender } = await loadFixture(fixture);
    const { chainId } = await ethers.provider.getNetwork();
    const deadline = BigInt(await time.latest()) + 60n;
    const signature = await holder.signTypedData(
      { name: "USD Coin", version: "1", chainId, verifyingContract: await token.getAddress() },
      PERMIT_TYPES,
      { owner: holder.address, spender: spender.address, value: 7n, nonce: 0n, deadline },
    );
    const { v, r, s } = ethers.Signature.from(signature);
    await token.permit(holder, spender, 7n, deadline, v, r, s);
    expect(await token.allowance(holder, spender)).to.equal(7n);
    expect(await token.nonces(holder)).to.equal(1n);
  });
});
