import { connect } from "../../support/connect.js";
import { shouldKeepThePortsPromises } from "../../support/port/shouldKeepThePortsPromises.js";
import { makeLateMark, makeMock, makePartial, makeSmall } from "../../support/port/venuesUnderTest.js";

const connection = await connect();

describe("The port's promises", function () {
  for (const [name, makeVenue] of [
    ["MockFuturesVenue", makeMock],
    ["PartialVenue, which takes reductions of some sizes only", makePartial],
    ["LateMarkVenue, which fills at another price than its mark", makeLateMark],
    ["SmallVenue, the example", makeSmall],
  ] as const) {
    describe(`are kept by ${name}`, function () {
      shouldKeepThePortsPromises(connection, makeVenue);
    });
  }
});
