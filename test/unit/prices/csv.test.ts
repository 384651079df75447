import { expect } from "chai";
import { BadRowError, parsePriceCsv, TIME_COLUMNS } from "../../../src/prices/index.js";

const WAD = 10n ** 18n;
const HEADER = "time,open,high,low,close";
const ROW = "2020-03-12T00:00:00Z,7934.52,7966.17,7850,7918.82";
const BAR = {
  time: 1_583_971_200,
  open: (793_452n * WAD) / 100n,
  high: (796_617n * WAD) / 100n,
  low: 7850n * WAD,
  close: (791_882n * WAD) / 100n,
  line: 2,
};

/** The error a file is refused with. */
function refusal(text: string): BadRowError {
  try {
    parsePriceCsv(text);
  } catch (error) {
    if (error instanceof BadRowError) return error;
    throw error;
  }
  throw new Error("The file was accepted");
}

describe("parsePriceCsv", function () {
  describe("accepts", function () {
    it("time, open, high, low and close", function () {
      expect(parsePriceCsv(`${HEADER}\n${ROW}\n`)).to.deep.equal([BAR]);
    });

    for (const name of TIME_COLUMNS) {
      it(`a time column called ${name}, in any case`, function () {
        for (const spelled of [name, name.toUpperCase(), name[0]!.toUpperCase() + name.slice(1)]) {
          expect(parsePriceCsv(`${spelled},Open,HIGH,low,Close\n${ROW}`)).to.deep.equal([BAR]);
        }
      });
    }

    it("columns in any order, and further ones, which it ignores", function () {
      const text = "volume,close,low,high,open,symbol,time\n12,7918.82,7850,7966.17,7934.52,BTC,2020-03-12";
      expect(parsePriceCsv(text)).to.deep.equal([BAR]);
    });

    it("times as seconds, milliseconds or microseconds", function () {
      for (const time of ["1583971200", "1583971200000", "1583971200000000"]) {
        expect(parsePriceCsv(`open_time,open,high,low,close\n${ROW.replace(/^[^,]+/, time)}`)).to.deep.equal([BAR]);
      }
    });

    it("a byte order mark, CRLF, quotes, blanks around values, empty lines and no newline at the end", function () {
      const row = '2020-03-12 , "7934.52",7966.17, 7850 ,7918.82';
      const [bar] = parsePriceCsv(`\uFEFF${HEADER}\r\n\r\n${row}`);
      expect(bar).to.deep.equal({ ...BAR, line: 3 });
    });

    it("the exchange's own klines, which have twelve columns and no header, in milli- or microseconds", function () {
      for (const time of ["1583971200000", "1583971200000000"]) {
        const row = `${time},7934.52,7966.17,7850,7918.82,12.5,${time},9999.1,77,6.1,5.2,0`;
        expect(parsePriceCsv(`${row}\n`)).to.deep.equal([{ ...BAR, line: 1 }]);
      }
      expect(refusal(`${"1,".repeat(10)}1,x\n`).message).to.include("no time column");
    });

    it("the same rows whether values are quoted or not", function () {
      const rows = ["2020-03-12,5,6,4,5.5,a", "", " 2020-03-13 ,6, 7,5 ,6e0,", "2020-03-14,1,1,1,1"];
      for (const newline of ["\n", "\r\n"]) {
        const plain = [`${HEADER},note`, ...rows].join(newline);
        expect(parsePriceCsv(plain)).to.deep.equal(parsePriceCsv(plain.replace(",a", ',"a"')));
      }
    });

    it("a bar that never moved, and empty values after the last column", function () {
      const [bar] = parsePriceCsv(`${HEADER}\n2020-03-12,5,5,5,5,,`);
      expect(bar!.open).to.equal(5n * WAD);
    });
  });

  describe("refuses", function () {
    const cases: [string, string, number, string | RegExp][] = [
      ["an empty file", "", 1, "the file is empty"],
      ["a header alone", `${HEADER}\n`, 1, "no price follows the header"],
      ["a file without a time column", `when,open,high,low,close\n${ROW}`, 1, "no time column (time, time_utc,"],
      ["a missing price column", `time,open,high,low\n2020-03-12,1,1,1`, 1, 'no column "close" in the header'],
      ["a column that is there twice", `${HEADER},open\n${ROW},1`, 1, 'two columns are called "open"'],
      ["a file without a header", ROW, 1, "no time column"],
      ["a row that is too short", `${HEADER}\n${ROW}\n2020-03-13,1,2,1`, 3, "no value for close"],
      ["an empty cell", `${HEADER}\n2020-03-12,1,,1,1`, 2, "no value for high"],
      ["more values than columns", `${HEADER}\n2020-03-12,1,5,2,5,1`, 2, "6 values under 5 columns"],
      ["a price that is no number", `${HEADER}\n${ROW}\n2020-03-13,n/a,2,1,1`, 3, 'open "n/a" is not a number'],
      ["a time that is none", `${HEADER}\n12.03.2020,1,1,1,1`, 2, 'time "12.03.2020" is not a time'],
      ["a price of zero", `${HEADER}\n2020-03-12,1,1,0,1`, 2, "low 0 is not positive"],
      ["a price that rounds to zero", `${HEADER}\n2020-03-12,1,1,1e-30,1`, 2, "low 1e-30 is not positive"],
      ["a negative price", `${HEADER}\n2020-03-12,1,1,1,-5`, 2, "close -5 is not positive"],
      ["a high below its low", `${HEADER}\n2020-03-12,5,4,6,5`, 2, "high 4 is below low 6"],
      ["an open above the high", `${HEADER}\n2020-03-12,7,6,4,5`, 2, "open 7 is above high 6"],
      ["an open below the low", `${HEADER}\n2020-03-12,3,6,4,5`, 2, "open 3 is below low 4"],
      ["a close above the high", `${HEADER}\n2020-03-12,5,6,4,7`, 2, "close 7 is above high 6"],
      ["a close below the low", `${HEADER}\n2020-03-12,5,6,4,3`, 2, "close 3 is below low 4"],
      ["a time that is there twice", `${HEADER}\n${ROW}\n${ROW}`, 3, "time 2020-03-12T00:00:00Z is there twice"],
      ["times out of order", `${HEADER}\n${ROW}\n2020-03-11,1,1,1,1`, 3, /is before .* on line 2; rows must be sorted/],
      ["a quote that never ends", `${HEADER}\n${ROW}\n"2020-03-13,1,1,1,1`, 3, "not CSV: Quote Not Closed"],
    ];
    for (const [what, text, line, problem] of cases) {
      it(`${what}, naming line ${String(line)}`, function () {
        const error = refusal(text);
        expect(error.line).to.equal(line);
        expect(error.message).to.match(new RegExp(`^line ${String(line)}: `));
        expect(error.message).to.match(typeof problem === "string" ? new RegExp(escape(problem)) : problem);
        expect(error.message).not.to.include("\n");
      });
    }

    it("a bad row after empty lines, counting them", function () {
      expect(refusal(`${HEADER}\r\n${ROW}\r\n\r\n\r\n2020-03-13,x,1,1,1\r\n`).line).to.equal(5);
    });
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
