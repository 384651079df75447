import { expect } from "chai";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";

/** Connects the wallet of that name. */
export async function connect(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Disconnect" }).waitFor();
}

/** Types an amount and waits for its quote; returns what would come out, and the least, as written. */
export async function quote(
  page: Page,
  label: string | RegExp,
  amount: string,
): Promise<{ out: string; least: string }> {
  await page.getByLabel(label).fill(amount);
  const out = page.locator('[data-field="receive"]');
  await out.waitFor();
  const [written, least] = await Promise.all([out.textContent(), page.locator('[data-field="minimum"]').textContent()]);
  return { out: written ?? "", least: least ?? "" };
}

/** Waits until an element reads as expected. */
export async function reads(locator: Locator, expected: string | RegExp): Promise<void> {
  await locator.filter({ hasText: expected }).first().waitFor();
}

/** What the page says of a finished trade. */
export async function result(page: Page): Promise<string> {
  const written = await page.locator('[data-field="result"]').textContent();
  expect(written).to.be.a("string");
  return written ?? "";
}

/** Waits until the page shows that block or a later one. */
export async function reachesBlock(page: Page, block: number): Promise<void> {
  const footer = page.locator(".footer");
  for (;;) {
    const shown = /block (\d+)/.exec((await footer.textContent()) ?? "")?.[1];
    if (Number(shown) >= block) return;
    await delay(LOOK);
  }
}

/** {ms} */
const LOOK = 50;
