import { html, Html, type Content } from "./html.js";

/** A column of a table; figures are set to the right. */
export interface Column {
  readonly title: string;
  readonly kind?: "figure" | "words";
}

/** Rows under a head, each value under its column. The last row can be set off as their total. */
export function table(columns: readonly Column[], rows: readonly (readonly Content[])[], hasTotal = false): Html {
  const attribute = ({ kind }: Column) => (kind === undefined ? "" : html` class="${kind}"`);
  const body = rows.map((row, index) => {
    const total = hasTotal && index === rows.length - 1 ? html` class="total"` : "";
    const cells = row.map((value, column) => html`<td${attribute(columns[column] ?? { title: "" })}>${value}</td>`);
    return html`<tr${total}>${cells}</tr>\n`;
  });
  const head = columns.map((column) => html`<th${attribute(column)}>${column.title}</th>`);
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
}

/** A chart on the page. */
export function figure(svg: string): Html {
  return html`<figure>${new Html(svg)}</figure> `;
}

/** A figure one sees first, and what it is. */
export function card(value: string, what: string): Html {
  return html`<div class="card"><b>${value}</b><span>${what}</span></div>`;
}

export function paragraphs(texts: readonly string[]): Html[] {
  return texts.map((text) => html`<p>${text}</p> `);
}

/** The last word of every report. */
export function footer(disclosure: string): Html {
  return html`<footer>
    <p><strong>Risk.</strong> ${disclosure}</p>
    <p>
      What a rule would have done is no promise of what it will do. A backtest knows no outage of an exchange, no keeper
      that is late for reasons of its own, and no market that answers to the fund beyond the impact stated above.
    </p>
  </footer>`;
}
