import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import type { Page } from "playwright-core";
import { LOCAL_HOST } from "../../src/local/host.js";
import { BLOCK_INTERVAL } from "../../src/local/startLocalNode.js";
import { localWallet } from "../../src/sdk/index.js";
import {
  LeveragedTokenFactory__factory,
  MockAggregator__factory,
  MockFuturesVenue__factory,
} from "../../types/ethers-contracts/index.js";
import { servePage } from "../../web/server/servePage.js";
import { connect, quote, reachesBlock, reads } from "../support/web/actions.js";
import type { WalletSettings } from "../support/web/injectedWallet.js";
import type { Stage } from "../support/web/Stage.js";

/** What may go wrong while somebody uses the page, and what it says then. */
export function tryFailures(stage: () => Stage): void {
  let page: Page;
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
  const alert = () => page.getByRole("alert");
  const mintButton = () => button("Mint BTC3L");
  const isDisabled = async () => mintButton().isDisabled();

  const open = async (wallet: Partial<WalletSettings>) => {
    page = await stage().visit({ hash: "#/token/BTC3L", wallet });
    await connect(page, /Paper Wallet|Browser wallet/);
  };
  /** Has minted before, so that nobody asks for consent. */
  const begin = async () => {
    await quote(page, "You pay", "100");
    await mintButton().click();
  };

  before(async function () {
    await stage().mint("BTC3L", 1_000_000_000n, 3);
    await open({ address: localWallet(3).address });
  });

  beforeEach(async function () {
    await page.evaluate(() => (testWallet.mood = "sign"));
    await page.goto(`${stage().served.url}#/token/BTC3L`);
    await page.getByRole("tab", { name: "Mint" }).click();
    await page.getByLabel("You pay").fill("");
    await page.getByLabel("Accept at most this much less than quoted").fill("0.5");
  });

  after(async function () {
    await page.context().close();
  });

  it("says that the wallet's owner refused, and keeps what was typed", async function () {
    await page.evaluate(() => (testWallet.mood = "refuse"));
    await begin();
    await reads(alert(), "The wallet did not sign the transaction: confirm it to go on.");
    expect(await page.getByLabel("You pay").inputValue()).to.equal("100");
    await page.evaluate(() => (testWallet.mood = "sign"));
    await mintButton().click();
    await page.locator('[data-field="result"]').waitFor();
  });

  it("offers to change the wallet's chain, and adds the chain where the wallet does not know it", async function () {
    await page.context().close();
    await open({ address: localWallet(3).address, chainId: 1 });
    const banner = page.getByText("Paper Wallet is on chain 1, the tokens are on chain 31337.");
    await banner.waitFor();
    await page.getByLabel("You pay").fill("100");
    expect(await isDisabled()).to.equal(true);
    await page.evaluate(() => (testWallet.mood = "refuse"));
    await button("Switch to chain 31337").click();
    await reads(alert(), "The wallet did not");
    await page.evaluate(() => (testWallet.mood = "sign"));
    await button("Switch to chain 31337").click();
    await banner.waitFor({ state: "detached" });
    await quote(page, "You pay", "100");
    expect(await isDisabled()).to.equal(false);
    const asked = await page.evaluate(() => testWallet.asked);
    expect(asked).to.include.members(["wallet_switchEthereumChain", "wallet_addEthereumChain"]);
  });

  it("does not let anybody pay more than they have", async function () {
    await page.getByLabel("You pay").fill("2,000,000");
    await reads(alert(), "You do not have that much USDC.");
    expect(await isDisabled()).to.equal(true);
  });

  for (const [text, problem] of [
    ["12a", "is not a number"],
    ["0", "is not above zero"],
    ["-5", "is not above zero"],
    ["1.0000001", "has more than 6 decimals"],
  ] as const) {
    it(`says what is wrong with an amount of ${text}`, async function () {
      await page.getByLabel("You pay").fill(text);
      await reads(alert(), problem);
      expect(await isDisabled()).to.equal(true);
    });
  }

  it("refuses a slippage beyond reason", async function () {
    await quote(page, "You pay", "100");
    await page.getByLabel("Accept at most this much less than quoted").fill("51");
    await reads(alert(), "is not from 0 to 50");
    expect(await isDisabled()).to.equal(true);
  });

  it("says that minting is paused while redeeming goes on", async function () {
    const { system, provider } = stage().node;
    const guardian = await provider.getSigner(0);
    const factory = LeveragedTokenFactory__factory.connect(system.deployment.factory, guardian);
    const token = system.deployment.tokens["BTC3L"] ?? "";
    await (await factory.pauseMint(token)).wait();
    try {
      await reads(page.locator(".badge"), "Minting paused");
      await page.getByLabel("You pay").fill("100");
      await reads(page.locator('[data-field="refusal"]'), "Minting BTC3L is paused");
      expect(await isDisabled()).to.equal(true);
      await page.getByRole("tab", { name: "Redeem" }).click();
      await quote(page, "How much BTC3L", "1");
      expect(await button("Redeem BTC3L").isDisabled()).to.equal(false);
    } finally {
      await (await factory.unpauseMint(token)).wait();
    }
    await reads(page.locator(".badge"), "Live");
  });

  it("says that there is no valid price, and goes on when there is one again", async function () {
    const { system, provider } = stage().node;
    const feed = MockAggregator__factory.connect(
      system.deployment.markets["BTC"]?.feed ?? "",
      await provider.getSigner(0),
    );
    await quote(page, "You pay", "100");
    await (await feed.setFailing(true)).wait();
    try {
      await reads(page.locator(".badge"), "No valid price");
      await reads(page.locator('[data-field="refusal"]'), "does not answer: wait for the feed's next answer");
      expect(await isDisabled()).to.equal(true);
    } finally {
      await (await feed.setFailing(false)).wait();
    }
    await reads(page.locator(".badge"), "Live");
    await page.locator('[data-field="receive"]').waitFor();
  });

  it("says that the price is stale", async function () {
    const { system, provider } = stage().node;
    const owner = await provider.getSigner(0);
    const feed = MockAggregator__factory.connect(system.deployment.markets["ETH"]?.feed ?? "", owner);
    await page.goto(`${stage().served.url}#/token/ETH3L`);
    const { updatedAt, answer } = await feed.latestRoundData();
    const dayAgo = updatedAt - 26n * 3_600n;
    // The node lets its feeds answer again when they are old: it is kept from it by a block that never comes.
    await provider.send("evm_setAutomine", [false]);
    await provider.send("evm_setIntervalMining", [0]);
    try {
      await feed.setRound(answer, dayAgo, dayAgo);
      await provider.send("evm_mine", []);
      await reads(page.locator(".badge"), "No valid price");
      await page.getByLabel("You pay").fill("100");
      await reads(page.locator('[data-field="refusal"]'), "older than the 1d 1h allowed");
    } finally {
      await provider.send("evm_setAutomine", [true]);
      await provider.send("evm_setIntervalMining", [BLOCK_INTERVAL]);
      await provider.send("evm_mine", []);
    }
    await reads(page.locator(".badge"), "Live");
  });

  it("says that the exchange has stopped trading", async function () {
    const { system, provider } = stage().node;
    const venue = MockFuturesVenue__factory.connect(system.deployment.venue, await provider.getSigner(0));
    const market = encodeBytes32String("BTC");
    await (await venue.setScenario(market, true, false, 0)).wait();
    try {
      await reads(page.locator(".badge"), "Market halted");
      await page.getByRole("tab", { name: "Redeem" }).click();
      await page.getByLabel("How much BTC3L").fill("1");
      await reads(page.locator('[data-field="refusal"]'), "halted");
    } finally {
      await (await venue.setScenario(market, false, false, 0)).wait();
    }
    await reads(page.locator(".badge"), "Live");
  });

  it("never gives less than the minimum it showed when the price runs away before the wallet has signed", async function () {
    await page.evaluate(() => (testWallet.mood = "think"));
    await begin();
    await reads(page.locator(".steps .now"), "Sign the approval of exactly this amount");
    await stage().movePrice("+2%");
    await page.evaluate(() => {
      testWallet.mood = "sign";
      testWallet.decide?.();
    });
    await reads(alert(), "less than your minimum of");
    await stage().movePrice("-1.96%");
  });

  it("says that the chain is gone, sends nothing meanwhile, and goes on when it is back", async function () {
    await quote(page, "You pay", "100");
    await stage().way.close();
    const banner = page.getByText("The chain does not answer.");
    await banner.waitFor();
    expect(await isDisabled()).to.equal(true);
    await stage().way.open();
    await banner.waitFor({ state: "detached" });
    await stage().movePrice("+1%");
    await reads(page.locator(".facts"), /\$\d+,\d+\.\d\d, [0-3]s old/);
    expect(await isDisabled()).to.equal(false);
    forgetFailedRequests();
  });

  it("sees a transaction through although the chain is gone in between", async function () {
    const { provider } = stage().node;
    await provider.send("evm_setAutomine", [false]);
    try {
      await begin();
      await reads(page.locator(".steps .now"), "The transaction is on its way");
      await stage().way.close();
      await page.getByText("The chain does not answer.").waitFor();
      await stage().way.open();
    } finally {
      await provider.send("evm_setAutomine", [true]);
      await provider.send("evm_mine", []);
    }
    await page.locator('[data-field="result"]').waitFor();
    forgetFailedRequests();
  });

  it("says that the chain was started anew instead of mixing two", async function () {
    const { provider } = stage().node;
    const snapshot = (await provider.send("evm_snapshot", [])) as string;
    await stage().movePrice("+1%");
    await stage().movePrice("+1%");
    await stage().movePrice("-2%");
    await reachesBlock(page, await provider.getBlockNumber());
    await provider.send("evm_revert", [snapshot]);
    await page.getByText("The chain was started anew.").waitFor();
    await button("Load the new chain").click();
    await reads(page.locator(".footer"), "Following chain 31337");
  });

  it("follows the wallet to another account, and lets go when it shuts the page out", async function () {
    await page.evaluate(() => testWallet.changeAccount("0x90f79bf6eb2c4f870365e785982e1f101e93b906"));
    await reads(page.getByRole("banner"), "0x90F7…b906");
    await page.evaluate(() => testWallet.changeAccount(undefined));
    await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).waitFor();
  });

  it("finds a wallet that announces nothing", async function () {
    await page.context().close();
    await open({ address: localWallet(3).address, isAnnounced: false });
    await reads(page.getByText(/You have/), /USDC/);
  });

  it("says that there is no such token", async function () {
    await page.goto(`${stage().served.url}#/token/DOGE3L`);
    await page.getByRole("heading", { name: "There is no token DOGE3L here" }).waitFor();
  });

  it("says what to do when nobody knows where the contracts are", async function () {
    const lost = await servePage({
      host: LOCAL_HOST,
      port: 0,
      rpc: stage().node.url,
      deployment: "does-not-exist.json",
    });
    try {
      await page.goto(lost.url);
      await reads(alert(), "start `npm run node`, then `npm run web`");
    } finally {
      await lost.close();
    }
    forgetFailedRequests();
  });

  /** The browser itself writes to the console that a request has failed. */
  function forgetFailedRequests(): void {
    const others = stage().complaints.filter((text) => !text.startsWith("Failed to load resource"));
    stage().complaints.splice(0, Infinity, ...others);
  }
}
