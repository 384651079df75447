import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { allChecks, type DemoResult, runDemo } from "../../src/demo/demo.js";
import { countReasons, toJson } from "../../src/demo/json.js";
import type { Outcome } from "../../src/demo/play.js";
import { formatReport } from "../../src/demo/report.js";
import { parseDecimal, parseStep, type Path, pathThrough } from "../../src/prices/index.js";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const STEP = parseStep("0.5%");
const START = Date.UTC(2020, 2, 11) / 1000;
const DAY = 86_400;

/** One price a day. */
function daily(...prices: string[]): Path {
  return pathThrough(prices.map((price, day) => ({ time: START + day * DAY, price: parseDecimal(price) })));
}

function play(own: Path, step: bigint): Promise<DemoResult> {
  return runDemo({ step, own: { source: "a test", path: own } });
}

function failed(result: DemoResult): string[] {
  return allChecks(result)
    .filter(({ passed }) => !passed)
    .map(({ what, detail }) => `${what}: ${detail}`);
}

function token({ tokens, trades, incidents }: Outcome, symbol: string) {
  return {
    ...tokens.find((candidate) => candidate.symbol === symbol)!,
    rebalances: countReasons(trades.filter((trade) => trade.symbol === symbol)),
    incidents: incidents.filter((incident) => incident.symbol === symbol).map(({ kind }) => kind),
  };
}

describe("the demo", function () {
  /** A fall that lets the emergency band act, once. */
  let fallen: DemoResult;

  before(async function () {
    fallen = await play(daily("100", "82"), 0n);
  });

  it("plays March 2020 and its two stretches, and everything it claims is so", async function () {
    const result = await runDemo({ step: STEP });
    expect(failed(result)).to.deep.equal([]);
    expect(result.claims).to.have.length(3);

    const long = token(result.main, "BTC3L");
    expect(long.health).to.equal("Live");
    expect(long.rebalances).to.deep.equal({ Scheduled: 14, Drift: 4, Emergency: 0, Continuation: 0, Marking: 0 });
    // Far above what a daily rebalance alone would have left of it: nothing.
    expect(long.nav > parseDecimal("0.2") && long.nav < parseDecimal("0.21")).to.equal(true);
    expect(result.main.days.map(({ price }) => price).at(-1)).to.equal(parseDecimal("6208.36"));
    expect(result.main.books.totalHeld).to.equal(result.main.books.totalBrought);
  });

  it("lets a fund that only trades at midnight be wiped out in one jump, and settles it", async function () {
    const result = await play(daily("100", "66.6", "80"), 0n);
    expect(failed(result)).to.deep.equal([]);
    const long = token(result.main, "BTC3L");
    expect(long.incidents).to.deep.equal(["Settled"]);
    expect(long.nav).to.equal(0n);
    expect(result.main.wallets.find(({ symbol }) => symbol === "BTC3L")!.received).to.equal(0n);
  });

  it("saves the same fund by trades for drift when the fall comes in steps", async function () {
    const result = await play(daily("100", "66.6"), STEP);
    expect(failed(result)).to.deep.equal([]);
    const long = token(result.main, "BTC3L");
    expect(long.health).to.equal("Live");
    expect(long.rebalances.Drift).to.be.greaterThan(1);
  });

  it("lets a liquidator go first where a jump allows it, and then re-opens", async function () {
    const result = await play(daily("100", "69", "70"), 0n);
    expect(failed(result)).to.deep.equal([]);
    const long = token(result.main, "BTC3L");
    expect(long.incidents).to.deep.equal(["Liquidated"]);
    expect(long.rebalances.Drift).to.equal(1);
    expect(result.main.books.held.find(({ what }) => what.startsWith("liquidator"))!.amount > 0n).to.equal(true);
  });

  it("pays the keeper for an emergency", function () {
    expect(failed(fallen)).to.deep.equal([]);
    expect(token(fallen.main, "BTC3L").rebalances.Emergency).to.equal(1);
    expect(fallen.main.books.held.find(({ what }) => what.startsWith("keeper"))!.amount > 0n).to.equal(true);
  });

  it("prints a report that fits 120 columns, with colours only where asked", function () {
    const plain = formatReport(fallen, false);
    expect(plain).to.equal(stripVTControlCharacters(plain));
    expect(formatReport(fallen, true)).not.to.equal(plain);
    for (const line of plain.split("\n")) expect(line.length, line).to.be.lessThanOrEqual(120);
    for (const what of ["BTC3L", "BTC3S", "BTC1.5L", "What each wallet got", "The books", "All checks passed."]) {
      expect(plain).to.include(what);
    }
  });

  it("gives amounts in JSON as exact text", function () {
    const json = JSON.parse(JSON.stringify(toJson(fallen))) as {
      tokens: { symbol: string; nav: string; settled: boolean; rebalances: Record<string, number> }[];
      books: { totalIn: string; difference: string; balanced: boolean };
      passed: boolean;
    };
    expect(json.tokens.map(({ symbol }) => symbol)).to.deep.equal(["BTC3L", "BTC3S", "BTC1.5L"]);
    for (const { symbol, nav } of json.tokens) expect(parseDecimal(nav)).to.equal(token(fallen.main, symbol).nav);
    expect(json.tokens[0]!.rebalances).to.have.all.keys("Scheduled", "Drift", "Emergency", "Continuation", "Marking");
    expect(json.tokens[0]!.settled).to.equal(false);
    expect(json.books).to.include({ totalIn: "501030000", difference: "0", balanced: true });
    expect(json.passed).to.equal(true);
  });
});

describe("npm run demo", function () {
  let folder: string;
  before(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "demo-"));
  });
  after(async function () {
    await rm(folder, { recursive: true });
  });

  async function run(...options: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/demo.ts", ...options], {
      cwd: REPOSITORY,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...output };
  }

  it("replays a file, prints one JSON object on stdout and exits with 0", async function () {
    const file = path.join(folder, "good.csv");
    await writeFile(
      file,
      "\uFEFFTimestamp,Symbol,Open,High,Low,Close\r\n" +
        "1583971200000,BTC,100,104,99,103\r\n1583974800000,BTC,103,103,80,82\r\n1583978400000,BTC,82,90,82,90\r\n",
    );
    const { code, stdout, stderr } = await run("--json", "--prices", file, "--to", "2020-03-12T02:00");
    expect(code, stderr).to.equal(0);
    const json = JSON.parse(stdout) as {
      to: string;
      lastPrice: string;
      books: { balanced: boolean };
      tokens: { symbol: string; rebalances: { Drift: number } }[];
    };
    expect(json).to.include({ to: "2020-03-12T02:00:00Z", lastPrice: "82" });
    expect(json.books.balanced).to.equal(true);
    expect(json.tokens.find(({ symbol }) => symbol === "BTC3L")!.rebalances.Drift).to.be.greaterThan(0);
  });

  it("says in one line which row is bad, and exits with 1", async function () {
    const file = path.join(folder, "bad.csv");
    await writeFile(file, "time,open,high,low,close\n2020-03-12,100,104,99,103\n2020-03-13,103,90,80,82\n");
    const { code, stdout, stderr } = await run("--json", "--prices", file);
    expect(code).to.equal(1);
    expect(stdout).to.equal("");
    expect(stderr).to.equal(`${file}, line 3: open 103 is above high 90\n`);
  });
});
