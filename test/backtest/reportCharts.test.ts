import { expect } from "chai";
import { attributionChart } from "../../src/backtest/report/charts/attributionChart.js";
import { comparisonChart } from "../../src/backtest/report/charts/comparisonChart.js";
import { drawdownChart } from "../../src/backtest/report/charts/drawdownChart.js";
import { type Chart, renderSvg } from "../../src/backtest/report/charts/echarts.js";
import { leverageChart } from "../../src/backtest/report/charts/leverageChart.js";
import { navChart } from "../../src/backtest/report/charts/navChart.js";
import { renderPng } from "../../src/backtest/report/charts/renderPng.js";
import { sweepCharts } from "../../src/backtest/report/charts/sweepCharts.js";
import type { BacktestResult } from "../../src/backtest/result.js";
import { makeResult, type Shape } from "../support/backtest/makeResult.js";
import { makeSweep } from "../support/backtest/makeSweep.js";

const CHARTS = { nav: navChart, leverage: leverageChart, drawdown: drawdownChart, attribution: attributionChart };

/** Runs that are hard to draw. */
const SHAPES: readonly [string, Shape][] = [
  ["three bars", { bars: 3 }],
  ["one bar", { bars: 1 }],
  ["daily bars", { bars: 400, interval: 86_400 }],
  ["a fund that was wiped out", { bars: 2_000, volatility: 1.5, policy: "none", seed: 3 }],
  [
    "a fund that became many times what it was",
    { bars: 2_000, interval: 36_000, volatility: 0.4, drift: 1.3, seed: 5 },
  ],
  ["a fund that lost nearly all", { bars: 2_000, volatility: 2.5, policy: "daily", seed: 3 }],
  ["a short token", { leverage: -3, token: "BTC3S" }],
  ["a price that never moves, without costs", { bars: 50, volatility: 0, drift: 0, taker: 0, managementFee: 0 }],
];

/** An SVG; fails if it holds a figure that is none. */
function draw(chart: Chart): string {
  const svg = renderSvg(chart, "chart");
  expect(svg).to.match(/^<svg /);
  expect(svg).to.not.match(/NaN|undefined|Infinity|\[object/);
  return svg;
}

/** Texts of an SVG in the order they are drawn. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
}

describe("Charts of a backtest", function () {
  for (const [what, shape] of SHAPES) {
    it(`can be drawn of ${what}`, function () {
      const result = makeResult(shape);
      for (const chartOf of Object.values(CHARTS)) {
        const svg = draw(chartOf(result));
        expect(textsOf(svg).join(" ")).to.include(result.label);
      }
    });
  }

  it("stay below a megabyte with 55,488 bars", function () {
    const result = makeResult({ bars: 55_488, volatility: 0.65, drift: 0.4 });
    // The one with the most in it.
    expect(draw(leverageChart(result)).length).to.be.below(1_000_000);
  });

  it("keep the extremes of a long path", function () {
    const { path, ...rest } = makeResult({ bars: 8_000, volatility: 0.2 });
    const leverage = path.leverage.slice();
    leverage[4_321] = 4.9;
    const [plain, spike] = [path, { ...path, leverage }].map((shown) => draw(leverageChart({ ...rest, path: shown })));
    expect(highest(spike!)).to.be.below(highest(plain!) - 50);
  });

  it("use a logarithmic scale where values lie far apart, and say so", function () {
    const far = textsOf(draw(navChart(makeResult({ bars: 2_000, volatility: 2.5, policy: "daily", seed: 3 }))));
    expect(far.join(" ")).to.include("logarithmic scale");
    expect(far).to.include.members(["1", "0.1", "0.01", "0.001"]);
    expect(textsOf(draw(navChart(makeResult({ bars: 48 })))).join(" ")).to.not.include("logarithmic");
  });

  it("say when a fund ended", function () {
    const result = makeResult({ bars: 2_000, volatility: 1.5, policy: "none", seed: 3 });
    expect(result.incidents).to.have.length(1);
    expect(textsOf(draw(navChart(result)))).to.include("Settled 2020-02-04 13:00");
  });

  it("mark rebalances by their reasons, and the bands by their values", function () {
    const result = makeResult({ volatility: 1.2 });
    expect(result.summary.rebalances.Drift).to.be.above(0);
    const texts = textsOf(draw(leverageChart(result)));
    expect(texts).to.include.members(["Scheduled", "Drift", "target 3x", "drift 2x", "drift 4x", "emergency 5x"]);
    expect(texts).to.not.include("Emergency");
  });

  it("show no bands where the policy has none, and say that nothing was rebalanced", function () {
    const result = makeResult({ bars: 100, policy: "none" });
    const { bands, ...settings } = result.settings;
    expect(bands).to.not.equal(undefined);
    const texts = textsOf(draw(leverageChart({ ...result, settings })));
    expect(texts.join(" ")).to.include("Never rebalanced.");
    expect(texts.filter((text) => text.startsWith("drift"))).to.deep.equal([]);
  });

  it("carry every part of the attribution and the total", function () {
    const texts = textsOf(draw(attributionChart(withAttribution(makeResult({ bars: 3 })))));
    expect(texts).to.include.members(["+50.0 %", "−20.0 %", "−10.0 %", "−4.0 %", "−1.0 %", "+15.0 %"]);
  });

  it("are the same text every time", function () {
    const result = makeResult({ bars: 100 });
    for (const [name, chartOf] of Object.entries(CHARTS)) {
      expect(draw(chartOf(result)) === draw(chartOf(result)), name).to.equal(true);
    }
  });

  it("name everything within by their own name, so that several stand on one page", function () {
    const chart = navChart(makeResult({ bars: 100 }));
    const ids = (svg: string) => [...svg.matchAll(/id="([^"]+)"/g)].map((match) => match[1]!);
    const [one, other] = [ids(renderSvg(chart, "one")), ids(renderSvg(chart, "other"))];
    expect(one).to.not.deep.equal([]);
    expect(one.filter((id) => other.includes(id))).to.deep.equal([]);
  });

  it("become PNGs with their text, whatever fonts the machine has", function () {
    const svg = (text: string, family: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="9" y="30" font-family="${family}">${text}</text></svg>`;
    const png = Buffer.from(renderPng(svg("NAV −1", "Inter, Arial, sans-serif")));
    expect(png.subarray(1, 4).toString()).to.equal("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([400, 80]);
    expect(png.length).to.be.above(2 * renderPng(svg("", "Inter")).length);
  });
});

describe("Charts of several backtests", function () {
  it("name every run, and the underlying", function () {
    const runs = [3, -3, 1.5].map((leverage) => makeResult({ leverage, token: `${String(leverage)}x`, bars: 300 }));
    expect(textsOf(draw(comparisonChart(runs)))).to.include.members(["Underlying", ...runs.map(({ label }) => label)]);
  });

  it("grow with the number of runs", function () {
    const runs = Array.from({ length: 30 }, (_, index) => makeResult({ token: `T${String(index)}`, bars: 5 }));
    expect(comparisonChart(runs).height).to.be.above(comparisonChart(runs.slice(0, 2)).height + 200);
    expect(textsOf(draw(comparisonChart(runs)))).to.include("T29 daily+threshold");
  });

  it("need at least one", function () {
    expect(() => comparisonChart([])).to.throw(RangeError);
  });
});

describe("Charts of a sweep", function () {
  const leverage = { name: "leverage", values: [1, 2, 3] } as const;
  const band = { name: "band", values: [1.1, 1.3] } as const;

  it("are two grids where two things were varied, with every value in its place", function () {
    const sweep = makeSweep([leverage, band]);
    const charts = sweepCharts(sweep);
    expect(Object.keys(charts)).to.deep.equal(["sweep-nav", "sweep-confidence"]);
    const texts = textsOf(draw(charts["sweep-nav"]!));
    expect(texts).to.include.members(["1x", "2x", "3x", "1.1", "1.3", "Target leverage"]);
    expect(texts).to.include.members(sweep.cells.map(({ summary }) => String(Number(summary.finalNav.toPrecision(3)))));
  });

  it("are lines where one thing was varied", function () {
    for (const axis of [leverage, band]) {
      const charts = sweepCharts(makeSweep([axis]));
      expect(Object.keys(charts)).to.deep.equal(["sweep-nav", "sweep-growth"]);
      for (const chart of Object.values(charts)) draw(chart);
    }
  });

  it("can be drawn where every cell was wiped out", function () {
    const sweep = makeSweep([leverage, band], { bars: 10 });
    const cells = sweep.cells.map((cell) => ({ ...cell, summary: { ...cell.summary, finalNav: 0, cagr: -1 } }));
    const growth = cells.map(() => ({ low: -1, median: -1, high: -1 }));
    const lost = { ...sweep, cells, confidence: { ...sweep.confidence, growth } };
    for (const chart of Object.values(sweepCharts(lost))) draw(chart);
    const line = { ...lost, axes: [leverage], cells: cells.slice(0, 3) };
    for (const chart of Object.values(sweepCharts(line))) draw(chart);
  });

  it("leave figures out where cells are too small for them", function () {
    const many = { name: "band", values: Array.from({ length: 60 }, (_, index) => 1.1 + index / 100) } as const;
    const { cells, ...sweep } = makeSweep([leverage, { name: "band", values: [1.1] }], { bars: 2 });
    const wide = { ...sweep, axes: [leverage, many], cells: cells.flatMap((cell) => many.values.map(() => cell)) };
    const texts = textsOf(draw(sweepCharts(wide)["sweep-nav"]!));
    expect(texts.length).to.be.below(80);
  });
});

/** {px} How far up the blue line reaches; 0 is the top. */
function highest(svg: string): number {
  const path = [...svg.matchAll(/<path d="([^"]+)"[^>]*stroke="#0072b2"/g)].map((match) => match[1]!).join("");
  const heights = [...path.matchAll(/[ML]?[\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(heights.length).to.be.above(100);
  return Math.min(...heights);
}

function withAttribution(result: BacktestResult): BacktestResult {
  const parts = { underlying: 0.5, compounding: -0.2, funding: -0.1, trading: -0.04, fees: -0.01, total: 0.15 };
  return { ...result, summary: { ...result.summary, attribution: parts } };
}
