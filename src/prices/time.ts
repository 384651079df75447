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
  const time = parseCommon(text) ?? parseIso(text) ?? parseBasicDate(text) ?? parseEpoch(text);
  if (time === undefined || time < 0 || time > LATEST) throw new BadTimeError(text);
  return time;
}

/** "2020-03-12T10:00:00Z" */
export function formatTime(time: number): string {
  return `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
}

const COMMON = "0000-00-00T00:00:00Z";
const ZERO = 48;

/** "2020-03-12T10:00:00Z", as most files write it, without the detour of a regular expression. */
function parseCommon(text: string): number | undefined {
  if (text.length !== COMMON.length) return undefined;
  for (let i = 0; i < COMMON.length; ++i) {
    const code = text.charCodeAt(i);
    const wanted = COMMON.charCodeAt(i);
    if (wanted === ZERO ? code < ZERO || code > ZERO + 9 : code !== wanted) return undefined;
  }
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  return utc(
    year,
    twoDigits(text, 5),
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
  );
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
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

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DAYS_BEFORE_1970 = 719_162;

/** Undefined for what no calendar or clock shows, which `Date` would silently carry over: 31 April, 25:00. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  const before = DAYS_BEFORE_MONTH[month - 1];
  const after = DAYS_BEFORE_MONTH[month];
  if (before === undefined || after === undefined) return undefined;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 1 : 0;
  if (day < 1 || day > after - before + (month === 2 ? leap : 0)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const days = past * 365 + leaps - DAYS_BEFORE_1970 + before + (month > 2 ? leap : 0) + day - 1;
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}
