import { FONT_FAMILY } from "../charts/theme.js";
import { html, Html, type Content } from "./html.js";

/** By which a report is known again. */
export const GENERATOR = "leveraged-tokens backtest";

const STYLE = new Html(`
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1f2328; font: 16px/1.55 ${FONT_FAMILY}; }
main { max-width: 1000px; margin: 0 auto; padding: 40px 20px 64px; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 6px; font-weight: 600; }
h2 { font-size: 20px; margin: 48px 0 12px; font-weight: 600; }
p { margin: 0 0 12px; max-width: 46em; }
.lead { color: #57606a; }
.cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0; }
.card { flex: 1 1 200px; border: 1px solid #d0d7de; border-radius: 8px; padding: 14px 18px; }
.card b { display: block; font-size: 26px; font-weight: 600; line-height: 1.3; }
.card span { color: #57606a; font-size: 14px; }
.warning { border-left: 4px solid #d55e00; background: #fff4ec; padding: 12px 16px; margin: 0 0 16px; max-width: none; }
.note { border-left: 4px solid #0072b2; background: #f0f6fb; padding: 12px 16px; margin: 0 0 16px; max-width: none; }
figure { margin: 20px 0; border: 1px solid #eaeef2; border-radius: 8px; overflow: hidden; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; margin: 0 0 16px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-bottom: 1px solid #eaeef2; }
th { font-weight: 600; }
td.figure, th.figure { text-align: right; }
td.figure { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.words { color: #57606a; }
tr.total td, tr.total th { border-top: 2px solid #57606a; font-weight: 600; }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid #d0d7de; color: #57606a; font-size: 14px; }
@media print { main { max-width: none; padding: 0; } body { font-size: 12px; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`);

/** One page that needs nothing but itself. */
export function page(title: string, body: Content): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="${GENERATOR}" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.text;
}
