import { HDNodeWallet, Mnemonic } from "ethers";
import { LeveragedToken__factory, MockCollateral__factory } from "../../types/ethers-contracts/index.js";
import type { Stage } from "./stage.js";

/** Hardhat's own test phrase: its accounts have ether on the in-process chain, and nothing anywhere else. */
const PHRASE = "test test test test test test test test test test test junk";
/** Behind the accounts the chain signs for itself in this demo. */
const FIRST_INDEX = 10;

const NAMES = ["Ada", "Ben", "Cleo"] as const;
const GAS_LIMIT = 2_000_000n;

/** A holder: a wallet with a key of its own, and the token it believes in. */
export interface Holder {
  readonly name: string;
  readonly wallet: HDNodeWallet;
  readonly symbol: string;
  readonly token: string;
}

/** Creates the wallets, gives each `amount` {collateral}, and lets each allow its token to take it. */
export async function createHolders(stage: Stage, amount: bigint): Promise<Holder[]> {
  const { chain, deployer, deployment, tokens, provider, system } = stage;
  const mnemonic = Mnemonic.fromPhrase(PHRASE);
  const holders = tokens.map(({ symbol, address }, index) => ({
    name: NAMES[index] ?? `Wallet ${String(index + 1)}`,
    wallet: HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${String(FIRST_INDEX + index)}`).connect(provider),
    symbol,
    token: address,
  }));
  await chain.send(
    chain.now + 1,
    holders.map(({ wallet }) => ({
      from: deployer,
      to: deployment.collateral,
      data: system.collateral.contract.interface.encodeFunctionData("mint", [wallet.address, amount]),
    })),
  );
  await inOneBlock(
    stage,
    holders.map(({ wallet, token }) => {
      return MockCollateral__factory.connect(deployment.collateral, wallet).approve(token, amount, fixed());
    }),
  );
  return holders;
}

/** Everybody deposits `amount` {collateral}, in one block. */
export async function depositAll(stage: Stage, holders: readonly Holder[], amount: bigint): Promise<void> {
  await inOneBlock(
    stage,
    holders.map(({ wallet, token }) => {
      const contract = LeveragedToken__factory.connect(token, wallet);
      return contract["deposit(uint256,address)"](amount, wallet.address, fixed());
    }),
  );
}

/** Everybody redeems all shares, in one block; the collector too, should a settled token have paid its fee in shares. */
export async function redeemAll(stage: Stage, holders: readonly Holder[]): Promise<void> {
  const sent = [];
  for (const { wallet, token } of holders) {
    const contract = LeveragedToken__factory.connect(token, wallet);
    const shares = await contract.balanceOf(wallet.address);
    sent.push(contract["redeem(uint256,address,address)"](shares, wallet.address, wallet.address, fixed()));
  }
  await inOneBlock(stage, sent);

  const { chain, collector, tokens } = stage;
  for (const { contract, address } of tokens) {
    const shares = await contract.balanceOf(collector);
    if (shares === 0n) continue;
    const data = contract.interface.encodeFunctionData("redeem(uint256,address,address)", [
      shares,
      collector,
      collector,
    ]);
    await chain.execute(chain.now + 1, [{ from: collector, to: address, data }]);
  }
}

function fixed(): { gasLimit: bigint } {
  return { gasLimit: GAS_LIMIT };
}

interface Sent {
  wait: () => Promise<{ status: number | null } | null>;
}

/** Transactions wait in the pool until a block is mined; `wait` throws if one of them reverted. */
async function inOneBlock({ chain }: Stage, transactions: readonly Promise<Sent>[]): Promise<void> {
  const sent = await Promise.all(transactions);
  await chain.mine(chain.now + 1);
  await Promise.all(sent.map((transaction) => transaction.wait()));
}
