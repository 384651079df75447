import { expect } from "chai";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { explain } from "../../src/backtest/report/explain.js";
import { formatChange, formatFigure, formatLeverage, formatPercent } from "../../src/backtest/report/format.js";
import { html, Html } from "../../src/backtest/report/html/html.js";
import { ReportFolderError, requireReportFolder, writeReport } from "../../src/backtest/report/index.js";
import { reportFiles, type Subject } from "../../src/backtest/report/reportFiles.js";
import { keyFigures } from "../../src/backtest/report/keyFigures.js";
import { pathCsv, rebalancesCsv, sweepCsv } from "../../src/backtest/report/tables.js";
import type { BacktestResult, RebalanceEvent } from "../../src/backtest/result.js";
import { makeResult } from "../support/backtest/makeResult.js";
import { makeSweep } from "../support/backtest/makeSweep.js";
import { near } from "../support/near.js";

const RISK = "All of it may be lost.";
const AXES = [
  { name: "leverage", values: [1, 3] },
  { name: "band", values: [1.2, 1.4] },
] as const;

/** The one file of that name; no picture is painted that comes after it. */
function fileOf(subject: Subject, name: string): string {
  for (const [path, content] of reportFiles(subject, RISK)) {
    if (path === name && typeof content === "string") return content;
  }
  throw new Error(`No text ${name} in the report`);
}

/** Text of a page without its markup. */
function wordsOf(page: string): string {
  return page
    .replaceAll(/<style>[^]*?<\/style>|<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");
}

/** A page needs no network and runs nothing. */
function expectSelfContained(page: string): void {
  expect(page).to.match(/^<!doctype html>/);
  expect(page).to.not.match(/<script|<link|<img|@import|url\(\s*["']?http|(?:src|href)="(?:https?:)?\/\//);
  expect(page).to.not.match(/NaN|undefined|\[object|Infinity/);
}

describe("The report of a backtest", function () {
  const result = makeResult({ bars: 24 * 50, volatility: 1 });
  let page: string;
  before(function () {
    page = fileOf({ runs: [result] }, "report.html");
  });

  it("is one page that needs nothing but itself, with all four charts", function () {
    expectSelfContained(page);
    expect(page.match(/<svg /g)).to.have.length(4);
    expect(page.match(/<table>/g)!.length).to.be.above(3);
  });

  it("says what was run, what was assumed within a bar, and what the risk is", function () {
    const words = wordsOf(page);
    expect(words).to.include("1,200 bars of 1 h");
    expect(words).to.match(/Within each bar the price goes from its open to the extreme that hurts the token/);
    expect(words).to.include("in steps of at most 0.5 %");
    expect(words).to.include(RISK);
  });

  it("answers why the return was not the multiple of the underlying's, in parts that add up", function () {
    const words = wordsOf(page);
    const { attribution } = result.summary;
    expect(words).to.include("Why was the return not simply 3x the underlying's?");
    for (const part of Object.values(attribution)) expect(words).to.include(formatChange(part));
  });

  it("lists the largest rebalances, in order, and says where all of them are", function () {
    expect(result.rebalances.length).to.be.above(45);
    const times = [...page.matchAll(/<td>(\d{4}-\d{2}-\d{2} \d{2}:\d{2})<\/td>/g)].map((match) => match[1]!);
    expect(times).to.have.length(40);
    expect(times).to.deep.equal([...times].sort());
    expect(wordsOf(page)).to.include(`The 40 largest of ${String(result.rebalances.length)}`);
  });

  it("lists all rebalances where they are few, and says when there was none", function () {
    const few = { ...result, rebalances: result.rebalances.slice(0, 3) };
    expect(wordsOf(fileOf({ runs: [few] }, "report.html"))).to.include("All of them.");
    const none = { ...result, rebalances: [] };
    expect(wordsOf(fileOf({ runs: [none] }, "report.html"))).to.include("There was none.");
  });

  it("says when a fund was wiped out, and by what", function () {
    const wiped = makeResult({ bars: 1_000, volatility: 1.5, policy: "none", seed: 3 });
    const words = wordsOf(fileOf({ runs: [wiped] }, "report.html"));
    expect(words).to.include("In the bar of 2020-02-04 12:00 UTC the equity was gone");
    const incidents = wiped.incidents.map((incident) => ({ ...incident, kind: "Liquidated" as const, nav: 0.05 }));
    const liquidated = wordsOf(fileOf({ runs: [{ ...wiped, incidents }] }, "report.html"));
    expect(liquidated).to.include("the exchange liquidated the position, and 0.05 of every 1 was left");
  });

  it("says that bars are missing", function () {
    const settings = { ...result.settings, gaps: [{ after: result.settings.from, missingBars: 2 }] };
    const words = wordsOf(fileOf({ runs: [{ ...result, settings }] }, "report.html"));
    expect(words).to.include("2 bars are missing in 1 gaps");
  });

  it("takes no markup from labels or file names", function () {
    const hostile = '<script>alert("&")</script>';
    const settings = { ...result.settings, source: hostile, token: hostile };
    const escaped = fileOf({ runs: [{ ...result, label: hostile, settings }] }, "report.html");
    expect(escaped).to.not.include("<script");
    expect(escaped).to.include("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;");
  });

  it("leaves out figures that need more days than there are", function () {
    const { summary, ...rest } = makeResult({ bars: 3 });
    const short = {
      ...summary,
      ...{ volatility: null, trackingError: null, correlation: null, worstDay: null, bestDay: null },
    };
    const names = keyFigures({ ...rest, summary: short }).map(({ name }) => name);
    expect(names).to.include.members(["Return", "Deepest drawdown", "Rebalances"]);
    expect(names.filter((name) => /day|Volatility|Tracking|Correlation/.test(name))).to.deep.equal([]);
    expectSelfContained(fileOf({ runs: [{ ...rest, summary: short }] }, "report.html"));
  });
});

describe("The explanation of a return", function () {
  const told = (attribution: Partial<BacktestResult["summary"]["attribution"]>, funding = true): string => {
    const { settings, summary, ...rest } = makeResult({ bars: 3 });
    const parts = { underlying: 0.3, compounding: 0, funding: 0, trading: 0, fees: 0, ...attribution };
    const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
    return explain({
      ...rest,
      settings: { ...settings, costs: { ...settings.costs, funding } },
      summary: { ...summary, underlyingReturn: 0.1, totalReturn: total, attribution: { ...parts, total } },
    }).join(" ");
  };

  it("names every part that took something, and none that did not", function () {
    const text = told({ compounding: -0.05, funding: -0.02, trading: -0.01, fees: -0.005 });
    expect(text).to.include("the underlying changed by +10.0 %. 3x that is +30.0 %. BTC3L made +21.5 %");
    expect(text).to.include("8.5 percentage points less");
    expect(text).to.include("Compounding took 5.0 %: to keep its leverage");
    expect(text).to.include("Funding took 2.0 %: on balance longs paid shorts");
    expect(text).to.include("Trading took 1.0 %");
    expect(text).to.include("The management fee took 0.5 %");
    expect(told({})).to.match(/made \+30\.0 %: the same\.$/);
  });

  it("tells gains from losses", function () {
    const text = told({ compounding: 0.2, funding: 0.01 });
    expect(text).to.include("21.0 percentage points more");
    expect(text).to.include("Compounding added 20.0 %");
    expect(text).to.include("Funding added 1.0 %: on balance shorts paid longs");
  });
});

describe("The tables of a report", function () {
  const result = makeResult({ bars: 60 });
  const rowsOf = (csv: string) => {
    expect(csv.endsWith("\n")).to.equal(true);
    const [header, ...rows] = csv.trimEnd().split("\n");
    return { names: header!.split(","), rows: rows.map((row) => row.split(",")) };
  };

  it("hold the whole path, to the last digit, in parts that add up", function () {
    const { names, rows } = rowsOf(pathCsv(result));
    expect(names).to.deep.equal([
      ...["time", "price", "nav", "leverage", "multiple", "ideal", "drawdown"],
      ...["underlying", "compounding", "funding", "trading", "fees"],
    ]);
    expect(rows).to.have.length(61);
    expect(rows[0]![0]).to.equal("2020-01-01T00:00:00Z");
    for (const [index, row] of rows.entries()) {
      expect(Number(row[2])).to.equal(result.path.nav[index]);
      const parts = row.slice(7).reduce((sum, part) => sum + Number(part), 0);
      near(parts, Number(row[2]) - 1, 1e-12);
    }
  });

  it("hold every rebalance", function () {
    const { names, rows } = rowsOf(rebalancesCsv(result));
    expect(rows).to.have.length(result.rebalances.length);
    expect(rows[0]).to.have.length(names.length);
    const event: RebalanceEvent = result.rebalances[0]!;
    expect(rows[0]!.slice(0, 4)).to.deep.equal(["2020-01-02T00:00:00Z", "Scheduled", "true", String(event.price)]);
  });

  it("hold every cell of a sweep", function () {
    const sweep = makeSweep(AXES, { bars: 48 });
    const { names, rows } = rowsOf(sweepCsv(sweep));
    expect(names.slice(0, 3)).to.deep.equal(["leverage", "band", "final_nav"]);
    expect(rows.map((row) => row.slice(0, 2).map(Number))).to.deep.equal([
      ...[[1, 1.2], [1, 1.4], [3, 1.2], [3, 1.4]], // prettier-ignore
    ]);
    for (const row of rows) expect(row).to.have.length(names.length);
  });
});

describe("The report of several backtests", function () {
  const [one, other] = [makeResult({ bars: 48 }), makeResult({ bars: 48, leverage: -3, token: "BTC3S" })];

  it("compares them on one page, which leads to a page for each", function () {
    const files = [...reportFiles({ runs: [one, other] }, RISK)].map(([name]) => name);
    const page = fileOf({ runs: [one, other] }, "report.html");
    expectSelfContained(page);
    expect(wordsOf(page)).to.include("2 backtests over the same prices").and.include(RISK);
    for (const folder of ["BTC3L-daily+threshold", "BTC3S-daily+threshold"]) {
      expect(page).to.include(`href="${encodeURIComponent(folder)}/report.html"`);
      expect(files).to.include.members([`${folder}/report.html`, `${folder}/path.csv`, `${folder}/nav.png`]);
    }
    expect(files).to.include.members(["comparison.svg", "comparison.png"]);
  });

  it("keeps runs of the same name apart, and names within their folder", function () {
    const label = "../../etc passwd";
    const runs = [one, one].map((run) => ({ ...run, label }));
    const folders = new Set<string>();
    for (const [name] of reportFiles({ runs }, RISK)) {
      if (name.includes("/")) folders.add(name.split("/")[0]!);
      if (folders.size === 2) break;
    }
    expect([...folders]).to.deep.equal(["..-..-etc-passwd-1", "..-..-etc-passwd-2"]);
  });
});

describe("The report of a sweep", function () {
  it("says which cell was best and how sure that is", function () {
    const sweep = makeSweep(AXES, { bars: 24 * 20 });
    const page = fileOf({ sweep }, "report.html");
    expectSelfContained(page);
    const [leverage, band] = sweep.cells[sweep.best]!.values;
    const words = wordsOf(page);
    expect(words).to.include(`a target of ${String(leverage)}x and a band of ${String(band)} ended highest`);
    expect(words).to.match(/ended highest in [\d.]+ % of them\. That is (far from sure|likely, not sure)\./);
    expect(page.match(/<svg /g)).to.have.length(2);
  });
});

describe("writeReport", function () {
  const subject: Subject = { runs: [makeResult({ bars: 5 })] };
  let folder: string;
  beforeEach(async function () {
    folder = await mkdtemp(path.join(tmpdir(), "report-"));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  const refusal = async (target: string): Promise<Error> => {
    const error = await writeReport(subject, target, RISK).then(
      () => expect.fail("The report was written"),
      (reason: unknown) => reason as Error,
    );
    expect(error).to.be.instanceOf(ReportFolderError);
    expect(error.message).to.not.include("\n");
    return error;
  };

  it("writes every file into a new folder and leaves nothing beside it", async function () {
    const target = path.join(folder, "new", "report");
    expect(await writeReport(subject, target, RISK)).to.equal(path.join(target, "report.html"));
    const charts = ["attribution", "drawdown", "leverage", "nav"].flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect((await readdir(target)).sort()).to.deep.equal(
      [...charts, "path.csv", "rebalances.csv", "report.html"].sort(),
    );
    expect(await readdir(path.join(folder, "new"))).to.deep.equal(["report"]);
  });

  it("replaces an earlier report and leaves other files there alone", async function () {
    await writeReport(subject, folder, RISK);
    await writeFile(path.join(folder, "notes.txt"), "mine");
    await writeReport(subject, folder, "Another risk.");
    expect(await readFile(path.join(folder, "report.html"), "utf8")).to.include("Another risk.");
    expect(await readFile(path.join(folder, "notes.txt"), "utf8")).to.equal("mine");
  });

  it("refuses a folder that holds something else, before anything is written", async function () {
    await writeFile(path.join(folder, "report.html"), "<html>mine</html>");
    expect((await refusal(folder)).message).to.include("is not empty and holds no earlier report");
    expect(await readdir(folder)).to.deep.equal(["report.html"]);
    await expectRefused(requireReportFolder(folder));
  });

  it("refuses a path that is a file, or leads through one", async function () {
    const file = path.join(folder, "file");
    await writeFile(file, "");
    for (const target of [file, path.join(file, "report")]) {
      expect((await refusal(target)).message).to.include("a part of its path is a file");
    }
  });

  it("leaves nothing aside when it cannot finish", async function () {
    const target = path.join(folder, "report");
    await writeReport(subject, target, RISK);
    await rm(path.join(target, "nav.svg"));
    // A folder where a file should go.
    await mkdir(path.join(target, "nav.svg", "in the way"), { recursive: true });
    await refusal(target);
    expect(await readdir(folder)).to.deep.equal(["report"]);
  });

  async function expectRefused(promise: Promise<void>): Promise<void> {
    const error = await promise.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ReportFolderError);
  }
});

describe("Figures in a report", function () {
  it("have the digits one needs", function () {
    const figures: [number, string][] = [
      ...([[0, "0"], [1, "1"], [0.012345, "0.0123"], [1_234.5, "1,235"], [-2.5, "−2.5"]] as [number, string][]), // prettier-ignore
      ...([[1.2e-7, "1.2e-7"], [1e-5, "1e-5"], [2.5e12, "2.5e12"]] as [number, string][]), // prettier-ignore
    ];
    for (const [value, text] of figures) expect(formatFigure(value)).to.equal(text);
  });

  it("never call a loss of 99.98 % one of everything, nor nothing a loss", function () {
    const percents: [number, string][] = [
      ...([[-0.9998, "−99.98 %"], [-1, "−100.0 %"], [-0.00001, "−0.001 %"]] as [number, string][]), // prettier-ignore
      ...([[-1e-9, "0.000 %"], [0, "0.0 %"], [12.345, "1,235 %"], [0.1234, "12.3 %"]] as [number, string][]), // prettier-ignore
    ];
    for (const [value, text] of percents) expect(formatPercent(value)).to.equal(text);
    expect(formatChange(0.5)).to.equal("+50.0 %");
    expect(formatLeverage(-1.5)).to.equal("−1.5x");
  });
});

describe("The templates of pages", function () {
  it("escape every value that is not HTML already", function () {
    const { text } = html`<p title="${`"'&`}">${["<b>", new Html("<i>"), 3, undefined]}</p>`;
    expect(text).to.equal('<p title="&quot;&#39;&amp;">&lt;b&gt;<i>3</p>');
  });
});
