import { expect } from "chai";
import type { Page } from "playwright-core";
import { connect, quote, reads } from "../support/web/actions.js";
import type { Stage } from "../support/web/Stage.js";

/** Everything that is ever shown, in both themes and both widths, as axe-core judges it. */
export function checkAccess(stage: () => Stage): void {
  for (const [theme, width] of [
    ["light", 1280],
    ["dark", 390],
  ] as const) {
    it(`has nothing for axe-core to find in the ${theme} theme at ${String(width)} pixels`, async function () {
      const page = await stage().visit({ theme, width, wallet: { address: HOLDERS[theme] } });
      const found: Record<string, string[]> = {};
      const look = async (what: string) => {
        const violations = await stage().violations(page);
        if (violations.length > 0) found[what] = violations;
      };
      const button = (name: string) => page.getByRole("button", { name, exact: true });
      const close = async () => {
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      };

      await page.locator(".card").first().waitFor();
      await look("tokens");
      await button("Risk disclosure").click();
      await look("risk disclosure");
      await close();
      await button("Connect wallet").click();
      await look("wallets");
      await close();
      await connect(page, "Paper Wallet");

      await page.getByRole("link", { name: "BTC3L" }).click();
      await page.getByLabel("You pay").fill("none");
      await reads(page.getByRole("alert"), "is not a number");
      await look("wrong amount");
      await quote(page, "You pay", "1000");
      await look("quote");
      await button("Mint BTC3L").click();
      await page.getByRole("dialog").waitFor();
      await look("consent");
      await page.evaluate(() => (testWallet.mood = "think"));
      await button("I understand, go on").click();
      await page.locator(".steps .now").waitFor();
      await look("steps");
      await page.evaluate(() => {
        testWallet.mood = "refuse";
        testWallet.decide?.();
      });
      await reads(page.getByRole("alert"), "The wallet did not");
      await look("refused");
      await page.evaluate(() => (testWallet.mood = "sign"));
      await button("Mint BTC3L").click();
      await page.locator("[data-holding] .attribution").waitFor();
      await stage().movePrice("-1%");
      await page.locator(".chart canvas").first().waitFor();
      await look("token");

      await follow(page, "Portfolio");
      await page.locator("[data-holding] .attribution").waitFor();
      await look("portfolio");
      await follow(page, "Simulator");
      await page.locator(".chart canvas").first().waitFor();
      await look("simulator");

      expect(found).to.deep.equal({});
      expect(await isWiderThanItsScreen(page)).to.equal(false);
      await page.context().close();
    });
  }

  it("shows everything that is focused, and leads past its header at once", async function () {
    const page = await stage().visit();
    await page.locator(".card").first().waitFor();
    await page.keyboard.press("Tab");
    await reads(page.locator(":focus"), "Skip to content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).to.equal("main");
    await page.keyboard.press("Tab");
    await reads(page.locator(":focus"), "BTC3L");
    await page.context().close();
  });

  it("keeps the focus in a dialog and gives it back", async function () {
    const page = await stage().visit();
    const opener = page.getByRole("button", { name: "Risk disclosure" });
    await opener.click();
    const dialog = page.getByRole("dialog", { name: "Risk disclosure" });
    await dialog.waitFor();
    expect(await dialog.locator(":focus").count()).to.equal(1);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await reads(page.locator(":focus"), "Risk disclosure");
    await page.context().close();
  });
}

/** Accounts of the node that have never minted. */
const HOLDERS = {
  light: "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
  dark: "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
};

async function follow(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name }).click();
}

async function isWiderThanItsScreen(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
