import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { LeveragedToken, LeveragedTokenRouter, MockCollateral } from "../../types/ethers-contracts/index.js";
import { deposit } from "./actions.js";
import { HOUR, wad } from "./numbers.js";
import type { Options } from "./options.js";
import { PERMIT_TYPES } from "./permit.js";
import { createToken, deployForTest, give, type Connection, type System } from "./system.js";

export interface RouterSystem extends System {
  router: LeveragedTokenRouter;
  /** The token of the opposite leverage in the same market. */
  short: LeveragedToken;
  /** {s} An hour from the fixture. */
  deadline: bigint;
}

/** No permit at all. */
export const NONE = { v: 0, r: `0x${"0".repeat(64)}`, s: `0x${"0".repeat(64)}` };

/** Both tokens open with a thousand units of Bob's; Alice has ten thousand and has approved nothing. */
export async function deployWithRouter(
  connection: Connection,
  overrides: Partial<Options> = {},
): Promise<RouterSystem> {
  const system = await deployForTest(connection, overrides);
  const router = await connection.ethers.deployContract("LeveragedTokenRouter", [system.factory]);
  const short = await createToken(system, -system.options.leverage);
  for (const token of [system.token, short]) await deposit(system, system.bob, 1_000n * system.unit, token);
  await system.collateral.mint(system.alice, 10_000n * system.unit);
  const deadline = BigInt(await connection.networkHelpers.time.latest()) + HOUR;
  return { ...system, router, short, deadline };
}

/** Signs a permit of `value` for the router, by default as its owner. */
export async function signPermit(
  { connection, router, deadline }: RouterSystem,
  token: MockCollateral | LeveragedToken,
  owner: HardhatEthersSigner,
  value: bigint,
  { signer = owner, until = deadline }: { signer?: HardhatEthersSigner; until?: bigint } = {},
) {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const message = {
    owner: owner.address,
    spender: await router.getAddress(),
    value,
    nonce: await token.nonces(owner),
    deadline: until,
  };
  const signed = await signer.signTypedData({ name, version, chainId, verifyingContract }, PERMIT_TYPES, message);
  const { v, r, s } = connection.ethers.Signature.from(signed);
  return { v, r, s };
}

/** Has Alice hold a thousand units' worth of the token. */
export async function holdToken(system: RouterSystem, token = system.token): Promise<bigint> {
  await give(system, system.alice, 0n, token);
  await token.connect(system.alice)["deposit(uint256,address)"](1_000n * system.unit, system.alice);
  await system.collateral.connect(system.alice).approve(token, 0n);
  return token.balanceOf(system.alice);
}

/** Expects the router to hold nothing. */
export async function expectNothingLeft({ router, collateral, token, short }: RouterSystem): Promise<void> {
  for (const asset of [collateral, token, short]) expect(await asset.balanceOf(router)).to.equal(0n);
}

/** {share} Far below anything that is minted here. */
export const LITTLE = wad("0.001");
