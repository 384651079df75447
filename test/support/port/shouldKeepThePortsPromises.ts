import { property } from "../property.js";
import type { Connection } from "../system.js";
import { course } from "./course.js";
import { PROMISES } from "./promises.js";
import { setStage } from "./stage.js";
import type { MakeVenue } from "./venuesUnderTest.js";

/** A course has up to four trades, each looked at from all sides. */
const CASES = { normal: 30, deep: 500 };

/** Holds a venue to every promise that IVenueAccount lists, over random trades. */
export function shouldKeepThePortsPromises(connection: Connection, makeVenue: MakeVenue): void {
  async function stage() {
    return setStage(await makeVenue(connection));
  }

  for (const { name, check } of PROMISES) {
    property(
      name,
      course,
      async (drawn) => {
        await check(await connection.networkHelpers.loadFixture(stage), drawn);
      },
      CASES,
    );
  }
}
