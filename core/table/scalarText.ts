import { type Data, type DataType, IntervalUnit, Precision, TimeUnit, Type } from 'apache-arrow'
import { booleanAt } from './cells.ts'
import { timeUnitNames } from './typeName.ts'

/** Ticks of a second, per time unit, and how many digits of fraction they make. */
const ticksPerSecond: Record<TimeUnit, bigint> = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
}

const pad2 = (value: number) => String(value).padStart(2, '0')

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor
  return value % divisor < 0n ? quotient - 1n : quotient
}

/** `.123456`, or nothing when the fraction is zero. */
function fraction(ticks: bigint, perSecond: bigint): string {
  return ticks === 0n ? '' : `.${String(ticks).padStart(String(perSecond).length - 1, '0')}`
}

/**
 * ISO 8601 date of a count of days since 1970-01-01, in the proleptic Gregorian calendar; years outside 0..9999 are
 * written with a sign and six digits or more, as ECMAScript does. Exact for every day a 64-bit timestamp can name.
 */
export function dateText(days: number): string {
  // Howard Hinnant's civil_from_days: eras of 400 years (146,097 days) counted from 0000-03-01.
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const yearText =
    year >= 0 && year <= 9999
      ? String(year).padStart(4, '0')
      : `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
  return `${yearText}-${pad2(month)}-${pad2(day)}`
}

/** `hh:mm:ss[.fraction]` of a time of day in ticks. */
function clockText(ticks: bigint, perSecond: bigint): string {
  const seconds = Number(ticks / perSecond)
  const clock = `${pad2(Math.floor(seconds / 3600))}:${pad2(Math.floor(seconds / 60) % 60)}:${pad2(seconds % 60)}`
  return clock + fraction(ticks % perSecond, perSecond)
}

/**
 * ISO 8601 text of a timestamp. With a zone the value is an instant and is written in UTC with `Z`, whatever the zone
 * is called (the column's type names it): the text then depends on no time zone database. Without one there is no `Z`.
 */
export function timestampText(value: bigint, unit: TimeUnit, zoned: boolean): string {
  const perSecond = ticksPerSecond[unit]
  const days = floorDivide(value, perSecond * 86_400n)
  const ticksOfDay = value - days * perSecond * 86_400n
  return `${dateText(Number(days))}T${clockText(ticksOfDay, perSecond)}${zoned ? 'Z' : ''}`
}

function timeText(value: bigint, unit: TimeUnit): string {
  const text = clockText(value < 0n ? -value : value, ticksPerSecond[unit])
  return value < 0n ? `-${text}` : text
}

/** Digits of a decimal stored as little-endian 32-bit words, two's complement. */
export function decimalText(words: Uint32Array, scale: number): string {
  let value = 0n
  for (let index = words.length - 1; index >= 0; index--) value = (value << 32n) | BigInt(words[index] ?? 0)
  value = BigInt.asIntN(words.length * 32, value)
  const digits = String(value < 0n ? -value : value)
  const sign = value < 0n ? '-' : ''
  if (scale <= 0) return sign + (value === 0n ? '0' : digits + '0'.repeat(-scale))
  const padded = digits.padStart(scale + 1, '0')
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

/** A half float's value. */
export function float16Value(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const mantissa = bits & 0x3ff
  const sign = bits & 0x8000 ? -1 : 1
  if (exponent === 0) return sign * mantissa * 2 ** -24
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15)
}

/** The value of a float cell, of any width. */
export function floatAt(data: Data, row: number): number {
  const { precision } = data.type as DataType & { precision: Precision }
  return precision === Precision.HALF ? float16Value(data.values[row]) : data.values[row]
}

/** A double with the fewest digits that give it back; whole numbers keep a `.0`, so that a float column looks it. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text
}

/** A single-precision value with the fewest digits that give it back in single precision. */
function float32Text(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return floatText(value)
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return floatText(short)
  }
  return floatText(Number(value.toPrecision(9)))
}

function intervalText(data: Data, row: number): string {
  const values = data.values as Int32Array
  const unit = (data.type as DataType & { unit: IntervalUnit }).unit
  if (unit === IntervalUnit.YEAR_MONTH) return `${values[row]} mo`
  if (unit === IntervalUnit.DAY_TIME) return `${values[row * 2]} d ${values[row * 2 + 1]} ms`
  const at = row * 4
  const nanos = (BigInt(values[at + 3] ?? 0) << 32n) | BigInt((values[at + 2] ?? 0) >>> 0)
  return `${values[at]} mo ${values[at + 1]} d ${nanos} ns`
}

/**
 * Text of a time-like cell that is not null: ISO 8601 for dates, times and timestamps; `90 ms` for durations;
 * `1 mo 2 d 3 ns` for intervals.
 */
export function timeCellText(data: Data, row: number): string {
  const type = data.type as DataType & { unit: number; timezone?: string | null }
  switch (type.typeId) {
    case Type.Date: {
      if (type.unit === 0) return dateText(Number(data.values[row]))
      const text = timestampText(BigInt(data.values[row]), TimeUnit.MILLISECOND, false)
      return text.endsWith('T00:00:00') ? text.slice(0, -'T00:00:00'.length) : text
    }
    case Type.Time:
      return timeText(BigInt(data.values[row]), type.unit as TimeUnit)
    case Type.Timestamp:
      return timestampText(BigInt(data.values[row]), type.unit as TimeUnit, !!type.timezone)
    case Type.Duration:
      return `${data.values[row]} ${timeUnitNames[type.unit as TimeUnit]}`
    default:
      return intervalText(data, row)
  }
}

/** All digits of an integer cell. Small numbers are much faster to write than big integers. */
export function integerText(data: Data, row: number): string {
  const value = data.values[row] as number | bigint
  if (typeof value === 'number') return String(value)
  const number = Number(value)
  return Number.isSafeInteger(number) ? String(number) : String(value)
}

/** Display text of a scalar cell that is not null and neither text, binary nor nested. */
export function scalarText(data: Data, row: number): string {
  switch (data.type.typeId) {
    case Type.Bool:
      return booleanAt(data, row) ? 'true' : 'false'
    case Type.Int:
      return integerText(data, row)
    case Type.Float: {
      const value = floatAt(data, row)
      return (data.type as DataType & { precision: Precision }).precision === Precision.DOUBLE
        ? floatText(value)
        : float32Text(value)
    }
    case Type.Decimal:
      return decimalText(
        (data.values as Uint32Array).subarray(row * data.stride, (row + 1) * data.stride),
        (data.type as DataType & { scale: number }).scale,
      )
    default:
      return timeCellText(data, row)
  }
}
