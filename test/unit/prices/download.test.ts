import { expect } from "chai";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Clock } from "../../../src/clock.js";
import {
  BadAnswerError,
  CannotWriteError,
  DownloadError,
  downloadPrices,
  type DownloadOptions,
  type DownloadResult,
  NothingThereError,
  RefusedError,
  TurnedAwayError,
  UnknownIntervalError,
  UnknownSymbolError,
  UnreachableError,
} from "../../../src/prices/download/index.js";
import { parsePriceCsv, parseTime } from "../../../src/prices/index.js";
import { everyFrom, ExchangeServer, type Fault } from "../../support/ExchangeServer.js";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const LISTED = parseTime("2019-09-08T17:00:00Z");
const FROM = parseTime("2020-01-01");
const TO = parseTime("2020-07-01");
const NOW = parseTime("2021-01-01T00:30:00Z");
const HOURS = (TO - FROM) / HOUR;

describe("downloadPrices", function () {
  const exchange = new ExchangeServer();
  let folder: string;
  /** {ms} */
  let slept: number[];
  let now: number;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      if (ms > 0) slept.push(ms);
      now += ms;
      await Promise.resolve();
    },
  };

  /** Passes when the exchange falls silent, however long that takes here. */
  const deadline = (ms: number): AbortSignal => {
    expect(ms).to.equal(30_000);
    const { signal, abort } = abortable();
    exchange.onSilence = abort;
    return signal;
  };

  before(async () => exchange.open());
  after(async () => exchange.close());

  beforeEach(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "download-"));
    slept = [];
    now = exchange.now = NOW * 1_000;
    exchange.interval = HOUR;
    exchange.bars = everyFrom(LISTED, NOW, HOUR);
    exchange.payments = everyFrom(LISTED - (LISTED % (8 * HOUR)), NOW, 8 * HOUR);
    exchange.usedWeight = 0;
    exchange.requests.length = 0;
    exchange.plan = () => undefined;
    exchange.distort = (rows) => rows;
  });
  afterEach(async () => rm(folder, { recursive: true }));

  const out = () => path.join(folder, "out", "btc.csv");
  const cache = () => path.join(folder, "cache");

  async function download(changes: Partial<DownloadOptions> = {}): Promise<DownloadResult> {
    return downloadPrices({
      ...{ symbol: "BTCUSDT", market: "perpetual", interval: "1h", from: FROM, to: TO, funding: false },
      ...{ out: out(), cache: cache(), url: exchange.url, clock, deadline },
      ...changes,
    });
  }

  async function refusal(changes: Partial<DownloadOptions> = {}): Promise<Error> {
    const error = await download(changes).then(
      () => expect.fail("It was downloaded"),
      (reason: unknown) => reason as Error,
    );
    expect(error).to.be.instanceOf(DownloadError);
    expect(error.message).to.not.include("\n");
    expect(await exists(changes.out ?? out()), "a file was written").to.equal(false);
    return error;
  }

  const times = async (file: string) => parsePriceCsv(await readFile(file, "utf8")).map(({ time }) => time);

  /** Fails the given requests, and none other. */
  const fail = (fault: Fault, ...which: number[]) => {
    exchange.plan = (request) => (which.length === 0 || which.includes(request) ? fault : undefined);
  };

  describe("writes", function () {
    it("every bar of the range, and its prices to the last digit", async function () {
      const { prices, funding } = await download();
      expect(await times(out())).to.deep.equal(everyFrom(FROM, TO, HOUR));
      const [header, first] = (await readFile(out(), "utf8")).split("\n");
      expect(header).to.equal("time,open,high,low,close,volume");
      expect(first).to.match(/^2020-01-01T00:00:00Z,\d+\.00,\d+\.00,\d+\.00,\d+\.00,12\.500$/);
      expect(prices).to.deep.equal({ file: out(), rows: HOURS, first: FROM, last: TO - HOUR, gaps: [] });
      expect(funding).to.equal(undefined);
    });

    it("bars of spot from spot's address", async function () {
      await download({ market: "spot" });
      expect(new Set(exchange.requests.map(({ pathname }) => pathname))).to.deep.equal(new Set(["/api/v3/klines"]));
    });

    it("from an address with a path before the API's own", async function () {
      exchange.plan = () => ({ status: 404 });
      await refusal({ url: `${exchange.url}/mirror/` });
      expect(exchange.requests[0]!.pathname).to.equal("/mirror/fapi/v1/klines");
    });

    it("funding rates beside them, stamped when they were due", async function () {
      const { funding } = await download({ funding: true });
      const file = path.join(folder, "out", "btc-funding.csv");
      const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
      expect(lines.slice(0, 3)).to.deep.equal([
        "time,funding_rate",
        "2020-01-01T00:00:00Z,0.00010000",
        "2020-01-01T08:00:00Z,-0.00002500",
      ]);
      expect(funding).to.deep.equal({ file, rows: HOURS / 8, first: FROM, last: TO - 8 * HOUR, gaps: [] });
    });

    it("no bar that is not over yet, by the exchange's clock or by ours", async function () {
      const last = NOW - (NOW % HOUR) - HOUR;
      const { prices } = await download({ to: undefined });
      expect(prices).to.deep.include({ last, gaps: [] });
      exchange.now += HOUR * 1_000;
      expect((await download({ to: undefined })).prices.last).to.equal(last);
      exchange.now -= 2 * HOUR * 1_000;
      expect((await download({ to: undefined })).prices.last).to.equal(last - HOUR);
    });

    it("days and weeks as well as hours", async function () {
      for (const [interval, seconds, first] of [
        ["1d", DAY, FROM],
        ["1w", 7 * DAY, parseTime("2020-01-06")],
      ] as const) {
        exchange.interval = seconds;
        exchange.bars = everyFrom(first, TO, seconds);
        const { prices } = await download({ interval });
        expect(prices.rows).to.equal(exchange.bars.length);
        expect(prices.gaps).to.deep.equal([]);
      }
    });
  });

  describe("keeps what it has", function () {
    it("asks for nothing twice, and only for what has come since", async function () {
      expect((await download()).requests).to.be.above(4);
      const whole = await readFile(out(), "utf8");
      const again = await download();
      // The last stretch was over when it was fetched, although the range ends within it.
      expect(again.requests).to.equal(0);
      expect(await readFile(out(), "utf8")).to.equal(whole);
      expect((await download({ to: TO + 1_000 * HOUR })).requests).to.equal(1);
    });

    it("goes on after an abort without a bar lost or fetched again", async function () {
      fail({ status: 418 }, 3);
      expect(await refusal()).to.be.instanceOf(TurnedAwayError);
      exchange.plan = () => undefined;
      const before = exchange.requests.length;
      await download();
      expect(await times(out())).to.deep.equal(everyFrom(FROM, TO, HOUR));
      expect(exchange.requests[before]!.search).to.equal(exchange.requests[2]!.search);
    });

    it("fetches again what is damaged", async function () {
      const { requests } = await download();
      const [file] = await cached();
      for (const damaged of ["", "time\n", (await readFile(file!, "utf8")).slice(0, -30), "x,y\n1,2\n"]) {
        await writeFile(file!, damaged);
        expect((await download()).requests).to.equal(1);
        expect(await times(out())).to.have.length(HOURS);
      }
      expect(requests).to.be.above(4);
    });

    it("keeps servers, markets, symbols and intervals apart, and no file that is half written", async function () {
      await download();
      const files = await cached();
      const { host } = new URL(exchange.url);
      for (const file of files) {
        const where = path.relative(cache(), file).split(path.sep);
        expect(where.slice(0, 4)).to.deep.equal([encodeURIComponent(host), "perpetual", "BTCUSDT", "1h"]);
        expect(where[4]).to.match(/^\d{4}-\d{2}-\d{2}T\d{2}-00-00Z\.csv$/);
      }
    });

    async function cached(): Promise<string[]> {
      const entries = await readdir(cache(), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    }
  });

  describe("reports gaps", function () {
    it("between bars, with their times and how many are missing", async function () {
      const [first, second] = [FROM + 100 * HOUR, FROM + 2_500 * HOUR];
      exchange.bars = exchange.bars.filter(
        (time) => time !== first && !(time >= second && time < second + 1_700 * HOUR),
      );
      const { prices } = await download();
      expect(prices.gaps).to.deep.equal([
        { from: first, to: first + HOUR, missing: 1 },
        { from: second, to: second + 1_700 * HOUR, missing: 1_700 },
      ]);
      expect(prices.rows).to.equal(HOURS - 1_701);
    });

    it("before a listing, which costs two requests however long it is", async function () {
      const from = parseTime("2015-01-01");
      exchange.bars = everyFrom(FROM + 30 * HOUR, TO, HOUR);
      const { prices } = await download({ from });
      expect(prices.gaps).to.deep.equal([{ from, to: FROM + 30 * HOUR, missing: (FROM - from) / HOUR + 30 }]);
      expect(exchange.requests.length).to.be.below(9);
    });

    it("after a delisting", async function () {
      exchange.bars = everyFrom(LISTED, FROM + 50 * HOUR, HOUR);
      const { prices } = await download();
      expect(prices.gaps).to.deep.equal([{ from: FROM + 50 * HOUR, to: TO, missing: HOURS - 50 }]);
    });

    it("in funding, without taking a change of pace for one", async function () {
      const change = FROM + 10 * DAY;
      exchange.payments = [...everyFrom(FROM, change, 8 * HOUR), ...everyFrom(change, TO, 4 * HOUR)].filter(
        (time) => time !== FROM + 2 * DAY && time !== change + 5 * DAY && time > FROM + 8 * HOUR,
      );
      const { funding } = await download({ funding: true });
      expect(funding?.gaps).to.deep.equal([
        { from: FROM, to: FROM + 16 * HOUR, missing: 2 },
        { from: FROM + 2 * DAY - 8 * HOUR, to: FROM + 2 * DAY + 8 * HOUR, missing: 1 },
        { from: change + 5 * DAY - 4 * HOUR, to: change + 5 * DAY + 4 * HOUR, missing: 1 },
      ]);
    });
  });

  describe("is patient with", function () {
    const patience: [string, Fault][] = [
      ["a server that breaks the connection", "hang up"],
      ["an answer that is cut off", "truncated"],
      ["a server that is out of order", { status: 503, body: "<html>" }],
    ];
    for (const [what, fault] of patience) {
      it(`${what}, and rests longer each time`, async function () {
        fail(fault, 2, 3, 4);
        expect((await download()).prices.rows).to.equal(HOURS);
        expect(slept.filter((ms) => ms >= 900).map((ms) => Math.round(ms / 1_000))).to.deep.equal([1, 2, 4]);
      });
    }

    it("a server that says nothing", async function () {
      fail("silence", 2);
      expect((await download()).prices.rows).to.equal(HOURS);
    });

    it("an exchange that asks for fewer requests, as long as it says", async function () {
      fail({ status: 429, headers: { "retry-after": "37" } }, 2);
      expect((await download()).prices.rows).to.equal(HOURS);
      expect(slept).to.include(37_000);
    });

    it("a limit that comes near: it waits for the next minute", async function () {
      now = exchange.now = NOW * 1_000 + 18_000;
      exchange.usedWeight = 1_800;
      await download({ to: FROM + 1_500 * HOUR });
      expect(slept[0]).to.equal(42_000);
      exchange.usedWeight = 1_700;
      slept = [];
      await download({ from: TO, to: TO + 1_500 * HOUR });
      expect(Math.max(...slept)).to.be.at.most(100);
    });
  });

  describe("refuses in one line", function () {
    it("a symbol the exchange does not know, or that is none", async function () {
      for (const symbol of ["BTCUSD", "../../etc/passwd", "", "BTC USDT"]) {
        expect(await refusal({ symbol })).to.be.instanceOf(UnknownSymbolError);
      }
      expect(exchange.requests).to.have.length(1);
    });

    it("an interval there is not, listing those there are", async function () {
      for (const interval of ["7m", "1M", "constructor"]) {
        const error = await refusal({ interval });
        expect(error).to.be.instanceOf(UnknownIntervalError);
        expect(error.message).to.include("1m, 3m, 5m");
      }
    });

    it("times in the future or the wrong way round", async function () {
      expect((await refusal({ from: NOW + HOUR })).message).to.include("is in the future");
      expect((await refusal({ to: FROM })).message).to.include("is not after --from");
    });

    it("a time at which nothing was traded", async function () {
      expect(await refusal({ from: LISTED - 9 * DAY, to: LISTED })).to.be.instanceOf(NothingThereError);
    });

    it("a server that cannot be reached", async function () {
      const gone = new ExchangeServer();
      await gone.open();
      const { url } = gone;
      await gone.close();
      const error = await refusal({ url });
      expect(error).to.be.instanceOf(UnreachableError);
      expect(error.message).to.match(/^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/);
    });

    const refusals: [string, Fault, new (...values: never[]) => Error, string][] = [
      ["a server that stays silent", "silence", UnreachableError, "did not answer within 30 s"],
      ["a server that stays out of order", { status: 500 }, UnreachableError, "answers HTTP 500"],
      ["answers that are never whole", "truncated", BadAnswerError, "not JSON"],
      ["a page instead of an answer", { status: 200, body: "<html>Log in</html>" }, BadAnswerError, "not JSON"],
      ["something else than rows", { status: 200, body: '{"a":1}' }, BadAnswerError, "not a list of rows"],
      ["a region that is not served", { status: 451, body: "{}" }, TurnedAwayError, "does not serve this address"],
      ["a ban", { status: 418, headers: { "retry-after": "120" } }, TurnedAwayError, "wait 120 s, then run again"],
      ["a limit that never ends", { status: 429 }, TurnedAwayError, "asks for fewer requests: wait a while"],
      ["a rest of hours", { status: 429, headers: { "retry-after": "7200" } }, TurnedAwayError, "wait 7200 s"],
      [
        "any other refusal, with the exchange's reason",
        { status: 400, body: '{"code":-1120,"msg":"Invalid interval."}' },
        RefusedError,
        "with HTTP 400: Invalid interval. (code -1120)",
      ],
      ["a refusal without a reason", { status: 404 }, RefusedError, "with HTTP 404: no reason given"],
    ];
    for (const [what, fault, type, message] of refusals) {
      it(what, async function () {
        fail(fault);
        const error = await refusal();
        expect(error).to.be.instanceOf(type);
        expect(error.message).to.include(message);
      });
    }

    const distortions: [string, (rows: unknown[]) => unknown, string][] = [
      ["rows that are too short", (rows) => rows.map((row) => (row as unknown[]).slice(0, 4)), "row and column 0"],
      ["a price that is no number", (rows) => changed(rows, 5, 2, "NaN"), "row and column 5.2"],
      ["a bar that is impossible", (rows) => changed(rows, 5, 2, "1.00"), "line 7: high 1.00 is below low"],
      ["rows out of order", (rows) => [rows[1], rows[0]], "rows must be sorted by time"],
      ["rows nobody asked for", (rows) => changed(rows, 0, 0, (FROM - 60 * DAY) * 1_000), "before the asked time"],
    ];
    for (const [what, distort, message] of distortions) {
      it(what, async function () {
        exchange.distort = distort;
        const error = await refusal();
        expect(error).to.be.instanceOf(BadAnswerError);
        expect(error.message).to.include(message);
      });
    }

    it("a cache or a file it cannot write", async function () {
      const file = path.join(folder, "file");
      await writeFile(file, "");
      expect(await refusal({ cache: path.join(file, "cache") })).to.be.instanceOf(CannotWriteError);
      const error = await refusal({ out: path.join(file, "btc.csv") });
      expect(error).to.be.instanceOf(CannotWriteError);
      expect(error.message).to.include("a part of its path is a file");
    });

    it("a disk that is full, and leaves nothing half written", async function () {
      if (!(await exists("/dev/full"))) this.skip();
      const file = path.join(folder, "btc.csv");
      await symlink("/dev/full", `${file}.${String(process.pid)}.partial`);
      expect((await refusal({ out: file })).message).to.include("the disk is full");
      expect((await readdir(folder)).filter((name) => name.startsWith("btc"))).to.deep.equal([]);
    });
  });
});

function changed(rows: unknown[], row: number, column: number, value: unknown): unknown[] {
  return rows.map((cells, index) => (index === row ? (cells as unknown[]).with(column, value) : cells));
}

/** A signal, and what makes it say that time is up. */
function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  const reason = new DOMException("Too late", "TimeoutError");
  return { signal: controller.signal, abort: () => controller.abort(reason) };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
