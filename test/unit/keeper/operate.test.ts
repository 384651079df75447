import { expect } from "chai";
import { Wallet } from "ethers";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Registry } from "prom-client";
import { systemClock } from "../../../src/keeper/clock.js";
import { environmentSecrets } from "../../../src/keeper/config/secrets.js";
import { createLogger, type Log } from "../../../src/keeper/operate/createLogger.js";
import { healthOf } from "../../../src/keeper/operate/healthOf.js";
import { keyForms, redact } from "../../../src/keeper/operate/redact.js";
import { Records } from "../../../src/keeper/operate/Records.js";
import { reportChange } from "../../../src/keeper/operate/reportChange.js";
import { MetricsPortError, serveMetrics } from "../../../src/keeper/operate/serveMetrics.js";
import { TokenRecords } from "../../../src/keeper/operate/TokenRecords.js";
import { triggerDistance } from "../../../src/keeper/operate/triggerDistance.js";
import { blocked, watched } from "../../support/keeper/watched.js";

const WAD = 10n ** 18n;
const KEY = `0x${"Ab".repeat(32)}`;

describe("A log line", function () {
  const secrets = environmentSecrets({ KEEPER_PRIVATE_KEY: KEY, KEEPER_PASSWORD: "correct horse" });

  it("shows no key, in whatever letters and with or without its prefix", function () {
    for (const form of [KEY, KEY.toLowerCase(), KEY.slice(2), KEY.slice(2).toUpperCase()]) {
      const line = redact(`{"msg":"signing with ${form} failed"}`, secrets);
      expect(line.toLowerCase(), form).to.not.contain("abab");
      expect(line).to.contain("[redacted]");
    }
  });

  it("shows no password", function () {
    expect(redact('{"password":"correct horse"}', secrets)).to.equal('{"password":"[redacted]"}');
  });

  it("shows of a URL its host alone", function () {
    const line = redact(
      '{"url":"https://user:pass@rpc.example.org/v3/abc?key=def","at":"http://127.0.0.1:9464, ok"}',
      [],
    );
    expect(line).to.equal('{"url":"https://rpc.example.org/[redacted]","at":"http://127.0.0.1:9464, ok"}');
  });

  it("shows no key that an error brings along, nested however deep", async function () {
    const stream = new PassThrough();
    const log = await createLogger({ logLevel: "info", logFormat: "json" }, keyForms(KEY), stream);
    const error = new Error(`invalid key ${KEY}`, { cause: new Error("deeper", { cause: { key: KEY.slice(2) } }) });
    log.error({ error, wallet: { privateKey: new Wallet(KEY).privateKey } }, `cannot sign with ${KEY}`);
    const [line] = (await once(stream, "data")) as [Buffer];
    expect(line.toString().toLowerCase()).to.contain("cannot sign with").and.not.contain("abab");
  });
});

describe("A keeper's health", function () {
  it("is bad before the first look at the tokens", function () {
    expect(healthOf(undefined, 5_000, 60_000)).to.deep.equal({
      isHealthy: false,
      status: "starting",
      lastTickAge: null,
    });
  });

  it("is good while the last successful look is young, and bad the moment it is too old", function () {
    expect(healthOf(1_000, 61_000, 60_000)).to.deep.equal({ isHealthy: true, status: "ok", lastTickAge: 60 });
    expect(healthOf(1_000, 61_001, 60_000)).to.include({ isHealthy: false, status: "stale" });
  });

  it("is told by /healthz, beside /metrics, to GET alone", async function () {
    let now = 10_000;
    const register = new Registry();
    const records = new Records(register, { ...systemClock, now: () => now });
    const server = await serveMetrics("127.0.0.1", 0, register, () => healthOf(records.lastTick, now, 60_000));
    try {
      expect((await fetch(`${server.url}/healthz`)).status).to.equal(503);
      records.tick(9_900);
      expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
      now += 60_001;
      const stale = await fetch(`${server.url}/healthz`);
      expect([stale.status, await stale.json()]).to.deep.equal([
        503,
        { isHealthy: false, status: "stale", lastTickAge: 60.001 },
      ]);
      const metrics = await fetch(`${server.url}/metrics`);
      expect(await metrics.text()).to.contain('keeper_ticks_total{outcome="succeeded"} 1');
      expect((await fetch(`${server.url}/healthz`, { method: "POST" })).status).to.equal(405);
      expect((await fetch(`${server.url}/else`)).status).to.equal(404);

      const { port } = new URL(server.url);
      const again = serveMetrics("127.0.0.1", Number(port), register, () => healthOf(undefined, 0, 0));
      const error: unknown = await again.catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(MetricsPortError);
      expect((error as Error).message).to.match(/EADDRINUSE.*--metrics-port/);
    } finally {
      await server.close();
    }
  });
});

describe("Metrics of a token", function () {
  it("show how far the price is from each trigger", function () {
    expect(triggerDistance(54_000n * WAD, 60_000n * WAD)).to.be.within(0.0999, 0.1001);
    expect(triggerDistance(90_000n * WAD, 60_000n * WAD)).to.equal(0.5);
    expect(triggerDistance(0n, 60_000n * WAD)).to.equal(undefined);
    expect(triggerDistance(60_000n * WAD, 0n)).to.equal(undefined);
  });

  it("show since when it is due, and no last price once there is none", async function () {
    const register = new Registry();
    const { metrics } = new Records(register, systemClock);
    const records = new TokenRecords(metrics);
    const value = async (line: string) => (await register.metrics()).split("\n").find((text) => text.startsWith(line));

    expect(records.show("BTC3L", watched("a"), 1_060n, 0)).to.equal(undefined);
    expect(await value("keeper_token_price_age_seconds")).to.equal('keeper_token_price_age_seconds{token="BTC3L"} 60');
    expect(records.show("BTC3L", watched("a", "Emergency"), 1_060n, 5_000)).to.equal("due");
    expect(records.show("BTC3L", watched("a", "Emergency"), 1_060n, 8_000)).to.equal(undefined);
    expect(await value("keeper_token_due_seconds")).to.equal('keeper_token_due_seconds{token="BTC3L"} 3');
    expect(await value("keeper_token_emergency")).to.equal('keeper_token_emergency{token="BTC3L"} 1');

    records.show("BTC3L", watched("a", "None", { health: "PriceInvalid", price: 0n }), 1_060n, 9_000);
    expect(await value("keeper_token_nav_usd")).to.equal(undefined);
    expect(await value("keeper_token_due_seconds")).to.equal('keeper_token_due_seconds{token="BTC3L"} 0');
    expect(await value('keeper_token_health{token="BTC3L",health="PriceInvalid"}')).to.match(/ 1$/);
  });

  it("show what blocks it and for how long, and say each change once", async function () {
    const register = new Registry();
    const { metrics } = new Records(register, systemClock);
    const records = new TokenRecords(metrics);
    const shown = async () =>
      (await register.metrics())
        .split("\n")
        .filter((line) => /^keeper_token_(blocked|due_seconds)/.test(line) && !/reason="(?!Cost|Increase)/.test(line))
        .map((line) =>
          line
            .replace(/^keeper_token_/, "")
            .replaceAll('token="BTC3L"', "")
            .replace(/[{},\s]+/g, " "),
        );

    expect(records.show("BTC3L", blocked("a", "Cost", 0n, 1_000n), 1_000n, 0)).to.equal("blocked");
    expect(await shown()).to.have.members([
      'blocked reason="Cost" 1',
      'blocked reason="Increase" 0',
      "blocked_seconds 0",
      "due_seconds 0",
    ]);
    expect(records.show("BTC3L", blocked("a", "Cost", 1_000n, 1_600n), 1_300n, 0)).to.equal(undefined);
    expect(await shown()).to.include("blocked_seconds 300");
    expect(records.show("BTC3L", blocked("a", "Increase", 1_000n, 1_600n), 1_300n, 0)).to.equal("blocked");
    expect(await shown())
      .to.include('blocked reason="Cost" 0')
      .and.to.include('blocked reason="Increase" 1');
    const unpriced = watched("a", "None", { health: "PriceInvalid", price: 0n });
    expect(records.show("BTC3L", unpriced, 1_300n, 0)).to.equal(undefined);
    expect(records.show("BTC3L", watched("a"), 1_300n, 0)).to.equal("unblocked");
    expect(records.show("BTC3L", watched("a"), 1_300n, 0)).to.equal(undefined);
    expect(await shown())
      .to.include("blocked_seconds 0")
      .and.to.include('blocked reason="Increase" 0');
  });

  it("say that a blocked token that can trade again is due", function () {
    const records = new TokenRecords(new Records(new Registry(), systemClock).metrics);
    records.show("BTC3L", blocked("a", "Refused", 1_000n, 1_060n), 1_030n, 0);
    expect(records.show("BTC3L", watched("a", "Drift"), 1_060n, 0)).to.equal("due");
  });
});

describe("A change of a token", function () {
  const lines: { level: string; details: object; message: string }[] = [];
  const write = (level: string) => (details: object, message: string) => lines.push({ level, details, message });
  const log = { info: write("info"), warn: write("warn") } as unknown as Log;

  it("is said in words, with since when it is blocked", function () {
    reportChange(log, "BTC3L", watched("a", "Drift"), "due");
    reportChange(log, "BTC3L", blocked("a", "Cost", 1_583_971_200n, 1_583_971_800n), "blocked");
    reportChange(log, "BTC3L", blocked("a", "Halted", 0n, 1_583_971_800n), "blocked");
    reportChange(log, "BTC3L", watched("a"), "unblocked");
    expect(lines.map(({ level, message }) => `${level}: ${message}`)).to.deep.equal([
      "info: BTC3L is due",
      "warn: BTC3L is blocked: the trade would cost more than is allowed",
      "warn: BTC3L is blocked: its market takes no trades",
      "info: BTC3L is not blocked any more",
    ]);
    expect(lines[1]?.details).to.include({ blocker: "Cost", since: "2020-03-12 00:00:00 UTC", reason: "Drift" });
    expect(lines[2]?.details).to.include({ since: "now" });
  });
});
