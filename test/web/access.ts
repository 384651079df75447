import { expect } from "chai";
import type { Page } from "playwright-core";
import { localWallet } from "../../src/sdk/index.js";
import { connect, quote, reads } from "../support/web/actions.js";
import type { Stage } from "../support/web/Stage.js";

/** Everything that is ever shown, in both themes and both widths, as axe-core judges it. */
export function checkAccess(stage: () => Stage): void {
  it("has nothing for axe-core to find, in either theme, and fits a phone", async function () {
    const page = await stage().visit({ wallet: { address: HOLDER } });
    const found: Record<string, string[]> = {};
    const look = async (what: string) => {
      const light = await stage().violations(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 390, height: 900 });
      const dark = await stage().violations(page, ["color-contrast"]);
      const wide = (await isWiderThanItsScreen(page)) ? ["wider than the screen of a phone"] : [];
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: "light" });
      const all = [...light, ...dark, ...wide];
      if (all.length > 0) found[what] = all;
    };
    const button = (name: string) => page.getByRole("button", { name, exact: true });

    await page.locator(".card").first().waitFor();
    await look("tokens");
    await button("Connect wallet").click();
    await look("wallets");
    await page.keyboard.press("Escape");
    await connect(page, "Paper Wallet");

    await page.getByRole("link", { name: "BTC3L" }).click();
    await page.getByLabel("You pay").fill("none");
    await reads(page.getByRole("alert"), "is not a number");
    await quote(page, "You pay", "1000");
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
    await page.context().close();
  });

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

/** An account of the node that has never minted. */
const HOLDER = localWallet(4).address;

async function follow(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name }).click();
}

async function isWiderThanItsScreen(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
