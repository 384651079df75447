import { expect } from "chai";
import type { Page } from "playwright-core";
import { readAccount, localWallet } from "../../src/sdk/index.js";
import { connect, quote, reads, result } from "../support/web/actions.js";
import type { Stage } from "../support/web/Stage.js";

/** The number that `pattern` finds in what the page says. */
function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(",", "") ?? Number.NaN);
}

/** What the exchange has reserved costs a millionth of a dollar a second here, from the quote to the block. */
function expectQuoted(actual: number, quoted: number): void {
  const isNear = quoted > 600 && Math.abs(actual - quoted) < 0.001;
  expect(isNear, `${String(actual)}, quoted ${String(quoted)}`).to.be.true;
}

/** A holder's whole way through the page. */
export function tellStory(stage: () => Stage): void {
  const holder = localWallet(2).address;
  let page: Page;

  const holds = async (symbol: string) => (await readAccount(stage().node.system, holder)).shares[symbol] ?? 0n;
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
  const field = (name: string) => page.locator(`[data-field="${name}"]`);

  before(async function () {
    page = await stage().visit({ hash: "#/token/BTC3L", wallet: {} });
  });

  it("connects a wallet that announces itself", async function () {
    await connect(page, "Paper Wallet");
    await reads(page.getByText(/You have/), /1,000,000\.00 USDC/);
  });

  it("shows the risk disclosure before the first mint and lets it be declined", async function () {
    await quote(page, "You pay", "1000");
    await button("Mint BTC3L").click();
    const dialog = page.getByRole("dialog", { name: "Before you mint for the first time" });
    await reads(dialog, /net asset value of a leveraged token approaches 0/);
    await dialog.getByRole("button", { name: "Not now" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await holds("BTC3L")).to.equal(0n);
  });

  it("mints with a signed permit, for exactly what was quoted", async function () {
    const { out } = await quote(page, "You pay", "1000");
    await button("Mint BTC3L").click();
    await button("I understand, go on").click();
    await field("result").waitFor();
    expect(await result(page)).to.equal(`Minted ${out} for 1,000.00 USDC.`);
    const asked = await page.evaluate(() =>
      testWallet.asked.filter((method) => !/^eth_(chainId|acc|block|get)/.test(method)),
    );
    expect(asked).to.include("eth_signTypedData_v4");
    expect(asked.filter((method) => method === "eth_sendTransaction")).to.have.length(1);
    const { collateral, router } = stage().node.system;
    expect(await collateral.contract.allowance(holder, await router.getAddress())).to.equal(0n);
    await reads(field("shares"), /997\.5/);
  });

  it("follows the price without being loaded again", async function () {
    await page.evaluate(() => Object.assign(globalThis, { isSameVisit: true }));
    await stage().movePrice("-12%");
    await reads(field("nav"), "0.64");
    await reads(page.locator(".badge"), "Rebalance due");
    await reads(page.locator(".facts"), /due now \(drift\)/);
  });

  it("shows a keeper's rebalance and why it was", async function () {
    await stage().rebalance("BTC3L");
    await reads(page.getByRole("region", { name: "Rebalances" }), /Drift: leverage had left its band.*4\.1.× → 3\.00×/);
    await reads(page.locator(".gauge-legend"), /Leverage 3\.00×/);
    await reads(page.locator(".badge"), "Live");
    expect(await page.evaluate(() => "isSameVisit" in globalThis)).to.equal(true);
  });

  it("attributes what the holding has lost to its causes, which add up", async function () {
    const rows = page.locator("[data-holding] .attribution-row");
    await reads(rows, /BTC itself−3\d\d\.\d\d USDC/);
    const amounts = await rows.locator("dd:last-child").allTextContents();
    const cents = amounts.map((text) => Number(text.replace("−", "-").replace(/[^-\d]/g, "")));
    const total = cents.pop() ?? 0;
    const sum = cents.reduce((a, b) => a + b, 0);
    // Each is rounded to the cent by itself.
    expect(Math.abs(sum - total)).to.be.at.most(cents.length);
    expect(total).to.be.below(-30_000);
  });

  it("flips to the short side with one transaction, for what was quoted but for the seconds since", async function () {
    await page.getByRole("tab", { name: "Flip" }).click();
    await page.getByRole("button", { name: "Use all" }).click();
    await reads(field("receive"), /BTC3S/);
    const out = await field("receive").textContent();
    await button("Flip BTC3L").click();
    await field("result").waitFor();
    const done = await result(page);
    expect(done).to.match(/^Changed 997\.\d+ BTC3L into /);
    expectQuoted(numberIn(done, / into ([\d.,]+) BTC3S/), numberIn(out ?? "", /([\d.,]+)/));
    expect(await holds("BTC3L")).to.equal(0n);
    expect(await holds("BTC3S")).to.be.above(0n);
  });

  it("lists what is held and what was given up", async function () {
    await page.getByRole("link", { name: "Portfolio" }).click();
    await reads(page.locator('[data-holding="BTC3L"]'), /given up/);
    await reads(page.locator('[data-holding="BTC3S"]'), /Worth now/);
  });

  it("redeems all, for what was quoted but for the seconds since, by the keyboard alone", async function () {
    await page.getByRole("link", { name: "BTC3S" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Mint" }).focus();
    await page.keyboard.press("ArrowRight");
    const amount = page.getByLabel("How much BTC3S");
    await amount.waitFor();
    await page.getByRole("button", { name: "Use all" }).focus();
    await page.keyboard.press("Enter");
    await reads(field("receive"), /USDC/);
    const out = await field("receive").textContent();
    await amount.focus();
    await page.keyboard.press("Enter");
    await field("result").waitFor();
    expectQuoted(numberIn(await result(page), / for ([\d.,]+) USDC/), numberIn(out ?? "", /([\d.,]+)/));
    expect(await holds("BTC3S")).to.equal(0n);
  });

  it("lets a newcomer mint with no wallet extension, by the test wallet", async function () {
    const newcomer = await stage().visit();
    await newcomer.getByRole("link", { name: "BTC3L" }).click();
    await connect(newcomer, /Local test wallet/);
    const { out } = await quote(newcomer, "You pay", "250.5");
    await newcomer.getByRole("button", { name: "Mint BTC3L" }).click();
    await newcomer.getByRole("button", { name: "I understand, go on" }).click();
    await newcomer.locator('[data-field="result"]').waitFor();
    expect(await result(newcomer)).to.equal(`Minted ${out} for 250.50 USDC.`);
    await newcomer.reload();
    await reads(newcomer.locator('[data-field="shares"]'), /\d/);
    await newcomer.context().close();
  });

  after(async function () {
    await page.context().close();
  });
}
