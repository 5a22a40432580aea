import type { CompactReader } from '../thrift/compactReader.ts'

export type TimeUnitName = 'ms' | 'us' | 'ns'

/** What a physical value means. `unknown` is Parquet's own name for columns of nothing but nulls. */
export type LogicalType =
  | {
      kind: 'string' | 'map' | 'list' | 'enum' | 'date' | 'unknown' | 'json' | 'bson' | 'uuid' | 'float16' | 'interval'
    }
  | { kind: 'decimal'; scale: number; precision: number }
  | { kind: 'time' | 'timestamp'; utc: boolean; unit: TimeUnitName }
  | { kind: 'int'; bitWidth: number; signed: boolean }
  /** One that is newer than this reader: the physical value is shown. */
  | { kind: 'other' }

const PLAIN_KINDS: Readonly<Record<number, Exclude<LogicalType, { scale: number } | { utc: boolean }>['kind']>> = {
  1: 'string',
  2: 'map',
  3: 'list',
  4: 'enum',
  6: 'date',
  11: 'unknown',
  12: 'json',
  13: 'bson',
  14: 'uuid',
  15: 'float16',
}

const UNITS: Readonly<Record<number, TimeUnitName>> = { 1: 'ms', 2: 'us', 3: 'ns' }

/** Reads the union `LogicalType` of `parquet.thrift`. @throws EngineError `format/corrupt` */
export function readLogicalType(reader: CompactReader, type: number): LogicalType | null {
  let logical: LogicalType | null = null
  reader.struct(type, (id, type) => {
    if (id === 5) logical = readDecimal(reader, type)
    else if (id === 7 || id === 8) logical = readTime(reader, type, id === 7 ? 'time' : 'timestamp')
    else if (id === 10) logical = readInt(reader, type)
    else {
      logical = { kind: PLAIN_KINDS[id] ?? 'other' } as LogicalType
      reader.skip(type)
    }
  })
  return logical
}

function readDecimal(reader: CompactReader, type: number): LogicalType {
  const decimal = { kind: 'decimal' as const, scale: 0, precision: 0 }
  reader.struct(type, (id, type) => {
    if (id === 1) decimal.scale = reader.int(type)
    else if (id === 2) decimal.precision = reader.int(type)
    else reader.skip(type)
  })
  return decimal
}

function readTime(reader: CompactReader, type: number, kind: 'time' | 'timestamp'): LogicalType {
  const time = { kind, utc: false, unit: 'ms' as TimeUnitName }
  reader.struct(type, (id, type) => {
    if (id === 1) time.utc = reader.bool(type)
    else if (id === 2) {
      reader.struct(type, (unit, type) => {
        time.unit = UNITS[unit] ?? 'ms'
        reader.skip(type)
      })
    } else reader.skip(type)
  })
  return time
}

function readInt(reader: CompactReader, type: number): LogicalType {
  const int = { kind: 'int' as const, bitWidth: 32, signed: true }
  reader.struct(type, (id, type) => {
    if (id === 1) int.bitWidth = reader.int(type)
    else if (id === 2) int.signed = reader.bool(type)
    else reader.skip(type)
  })
  return int
}

/** The logical type an older file says by its `ConvertedType`; null for none. Times of those are in UTC. */
export function convertedLogicalType(converted: number | null, scale: number, precision: number): LogicalType | null {
  switch (converted) {
    case null:
      return null
    case 0:
      return { kind: 'string' }
    case 1:
    case 2:
      return { kind: 'map' }
    case 3:
      return { kind: 'list' }
    case 4:
      return { kind: 'enum' }
    case 5:
      return { kind: 'decimal', scale, precision }
    case 6:
      return { kind: 'date' }
    case 7:
      return { kind: 'time', utc: true, unit: 'ms' }
    case 8:
      return { kind: 'time', utc: true, unit: 'us' }
    case 9:
      return { kind: 'timestamp', utc: true, unit: 'ms' }
    case 10:
      return { kind: 'timestamp', utc: true, unit: 'us' }
    case 19:
      return { kind: 'json' }
    case 20:
      return { kind: 'bson' }
    case 21:
      return { kind: 'interval' }
    default:
      if (converted >= 11 && converted <= 18) {
        return { kind: 'int', bitWidth: 8 << ((converted - 11) & 3), signed: converted >= 15 }
      }
      return { kind: 'other' }
  }
}
