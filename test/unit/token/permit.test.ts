import { expect } from "chai";
import { connect } from "../../support/connect.js";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { deposit } from "../../support/actions.js";
import { expectRefusal } from "../../support/expectations.js";
import { wad } from "../../support/numbers.js";
import { PERMIT_TYPES } from "../../support/permit.js";
import { deployForTest, type System } from "../../support/system.js";

const connection = await connect();
const { ethers, networkHelpers } = connection;
const { loadFixture, time } = networkHelpers;

describe("LeveragedToken: permit", function () {
  async function openedFund() {
    const system = await deployForTest(connection);
    await deposit(system, system.alice, 1_000n * system.unit);
    const deadline = BigInt(await time.latest()) + 3_600n;
    return { system, deadline };
  }

  async function sign({ token, alice, carol }: System, signer: HardhatEthersSigner, value: bigint, deadline: bigint) {
    const { name, version, chainId, verifyingContract } = await token.eip712Domain();
    const nonce = await token.nonces(alice);
    const message = { owner: alice.address, spender: carol.address, value, nonce, deadline };
    return ethers.Signature.from(
      await signer.signTypedData({ name, version, chainId, verifyingContract }, PERMIT_TYPES, message),
    );
  }

  it("lets a signature stand for an approval, once", async function () {
    const { system, deadline } = await loadFixture(openedFund);
    const { token, alice, carol } = system;
    const { v, r, s } = await sign(system, alice, wad(5), deadline);
    await token.connect(carol).permit(alice, carol, wad(5), deadline, v, r, s);
    expect(await token.allowance(alice, carol)).to.equal(wad(5));
    expect(await token.nonces(alice)).to.equal(1n);
    await token.connect(carol)["redeem(uint256,address,address)"](wad(5), carol, alice);
    await expect(token.permit(alice, carol, wad(5), deadline, v, r, s)).to.be.revertedWithCustomError(
      token,
      "ERC2612InvalidSigner",
    );
  });

  it("refuses a signature past its deadline", async function () {
    const { system, deadline } = await loadFixture(openedFund);
    const { token, alice, carol } = system;
    const { v, r, s } = await sign(system, alice, wad(5), deadline);
    await time.increaseTo(deadline + 1n);
    const call = () => token.permit(alice, carol, wad(5), deadline, v, r, s);
    await expectRefusal(system, call, token, "ERC2612ExpiredSignature", [deadline]);
    expect(await token.allowance(alice, carol)).to.equal(0n);
  });

  it("refuses somebody else's signature", async function () {
    const { system, deadline } = await loadFixture(openedFund);
    const { token, alice, bob, carol } = system;
    const { v, r, s } = await sign(system, bob, wad(5), deadline);
    const call = () => token.permit(alice, carol, wad(5), deadline, v, r, s);
    await expectRefusal(system, call, token, "ERC2612InvalidSigner", [bob.address, alice.address]);
  });

  it("signs for this token on this chain alone", async function () {
    const { system } = await loadFixture(openedFund);
    const domain = await system.token.eip712Domain();
    expect(domain.name).to.equal("BTC 3x Long");
    expect(domain.version).to.equal("1");
    expect(domain.chainId).to.equal(31_337n);
    expect(domain.verifyingContract).to.equal(await system.token.getAddress());
  });
});
