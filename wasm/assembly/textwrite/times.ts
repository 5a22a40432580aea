import { putTwo, writePadded, writeU64 } from './integers'

const SECONDS_OF_DAY: i64 = 86_400
/** Years that are written with four digits. */
const LAST_PLAIN_YEAR: i64 = 9999
const LEAST_SIGNED: u64 = 1_000_000

/** Ticks of a second by Arrow's units: seconds, milliseconds, microseconds, nanoseconds. */
function ticksOf(unit: u32): i64 {
  return unit == 0 ? 1 : unit == 1 ? 1000 : unit == 2 ? 1_000_000 : 1_000_000_000
}

// @ts-ignore: decorator
@inline
function floorDivide(value: i64, divisor: i64): i64 {
  const quotient = value / divisor
  return quotient - ((value - quotient * divisor < 0) as i64)
}

/**
 * ISO 8601 date of a count of days since 1970-01-01 in the proleptic Gregorian calendar; other years than 0 to 9999 with a
 * sign and at least six digits. After Howard Hinnant's civil_from_days, as `dateText` of core/table.
 */
export function writeDate(days: i64, out: usize): usize {
  const shifted = days + 719_468
  const era = floorDivide(shifted, 146_097)
  const dayOfEra = (shifted - era * 146_097) as u32
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  const monthFromMarch = (5 * dayOfYear + 2) / 153
  const day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = (yearOfEra as i64) + era * 400 + ((month <= 2) as i64)
  let at = writeYear(year, out)
  store<u8>(at, 0x2d)
  putTwo(month, at + 1)
  store<u8>(at, 0x2d, 3)
  putTwo(day, at + 4)
  return at + 6
}

function writeYear(year: i64, out: usize): usize {
  if (year >= 0 && year <= LAST_PLAIN_YEAR) return writePadded(year as u64, 4, out)
  store<u8>(out, year < 0 ? 0x2d : 0x2b)
  const size = (year < 0 ? 0 - year : year) as u64
  return size < LEAST_SIGNED ? writePadded(size, 6, out + 1) : writeU64(size, out + 1)
}

/** A timestamp: date, `T`, clock, the fraction of a second where there is one, `Z` where it is an instant. */
export function writeTimestamp(value: i64, unit: u32, zoned: bool, out: usize): usize {
  const ticks = ticksOf(unit)
  const days = floorDivide(value, ticks * SECONDS_OF_DAY)
  const ofDay = (value - days * ticks * SECONDS_OF_DAY) as u64
  let at = writeDate(days, out)
  store<u8>(at, 0x54)
  at = writeClock(ofDay, unit, ticks as u64, at + 1)
  if (!zoned) return at
  store<u8>(at, 0x5a)
  return at + 1
}

/** Milliseconds since 1970-01-01 as a date, with the clock where it is not midnight. */
export function writeDateMilliseconds(value: i64, out: usize): usize {
  const days = floorDivide(value, 1000 * SECONDS_OF_DAY)
  return value == days * 1000 * SECONDS_OF_DAY ? writeDate(days, out) : writeTimestamp(value, 1, false, out)
}

function writeClock(ofDay: u64, unit: u32, ticks: u64, out: usize): usize {
  const seconds = (ofDay / ticks) as u32
  const fraction = ofDay - (seconds as u64) * ticks
  const minutes = seconds / 60
  const hours = minutes / 60
  putTwo(hours, out)
  store<u8>(out, 0x3a, 2)
  putTwo(minutes - hours * 60, out + 3)
  store<u8>(out, 0x3a, 5)
  putTwo(seconds - minutes * 60, out + 6)
  if (fraction == 0) return out + 8
  store<u8>(out, 0x2e, 8)
  return writePadded(fraction, unit * 3, out + 9)
}
