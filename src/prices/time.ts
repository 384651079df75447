import { BadTimeError } from "./errors.js";

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)? ?(Z|UTC|([+-])(\d{2}):?(\d{2}))?$/i;
const BASIC_DATE = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const EPOCH = /^(\d{1,18})(?:\.\d+)?$/;

/** Above these, a count since 1970 is of milli- or microseconds: as seconds it would lie beyond the year 5000. */
const SECONDS_BELOW = 100_000_000_000;
const MILLISECONDS_BELOW = 100_000_000_000_000;

/** 31 December 9999, 23:59:59. */
const LATEST = 253_402_300_799;

/**
 * {s} since 1970 of an ISO 8601 date or time (UTC unless it names an offset), a date written 20200312, or a count of
 * seconds, milliseconds or microseconds since 1970. Fractions of a second are dropped.
 */
export function parseTime(text: string): number {
  const time = parseIso(text) ?? parseBasicDate(text) ?? parseEpoch(text);
  if (time === undefined || time < 0 || time > LATEST) throw new BadTimeError(text);
  return time;
}

/** "2020-03-12T10:00:00Z" */
export function formatTime(time: number): string {
  return `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", , sign, offsetHours, offsetMinutes] = match;
  const time = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (time === undefined || sign === undefined) return time;
  const offset = Number(offsetHours) * 3600 + Number(offsetMinutes) * 60;
  return sign === "+" ? time - offset : time + offset;
}

function parseBasicDate(text: string): number | undefined {
  const match = BASIC_DATE.exec(text);
  if (match === null) return undefined;
  return utc(Number(match[1]), Number(match[2]), Number(match[3]), 0, 0, 0);
}

function parseEpoch(text: string): number | undefined {
  const match = EPOCH.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  if (count < SECONDS_BELOW) return count;
  return Math.floor(count / (count < MILLISECONDS_BELOW ? 1000 : 1_000_000));
}

/** Undefined for what no calendar or clock shows, which `Date` would silently carry over: 31 April, 25:00. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return isReal ? date.getTime() / 1000 : undefined;
}
