import { type DataType, type Decimal, type Dictionary, type Field, Type } from 'apache-arrow'
import { pythonFloat } from '../table/pythonFloat.ts'

const NAMES = { nan: 'null', infinity: 'null' }

/**
 * What a value of a type is in JSON Lines, by JavaScript's own means: the oracle of the writers.
 * @param value as `tableOf` takes it
 */
export function expectedJson(type: DataType, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  const fields = (type.children ?? []) as Field[]
  switch (type.typeId) {
    case Type.Int:
      return String(value)
    case Type.Float:
      return pythonFloat(value as number, NAMES).replace('-null', 'null')
    case Type.Binary:
      return JSON.stringify(base64Of(value as Uint8Array))
    case Type.Date:
      return JSON.stringify(new Date((value as number) * 86_400_000).toISOString().slice(0, 10))
    case Type.Timestamp: {
      const within = (((value as bigint) % 1000n) + 1000n) % 1000n
      const milliseconds = Number(((value as bigint) - within) / 1000n)
      const [whole, fraction] = new Date(milliseconds).toISOString().slice(0, -1).split('.')
      const digits = `${fraction}${String(within).padStart(3, '0')}`
      return JSON.stringify(`${whole}${digits === '000000' ? '' : `.${digits}`}Z`)
    }
    case Type.Decimal: {
      const unscaled = value as bigint
      const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart((type as Decimal).scale + 1, '0')
      return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
    }
    case Type.Dictionary:
      return expectedJson((type as Dictionary).dictionary, value)
    case Type.Struct:
      return objectJson(fields, value as unknown[])
    case Type.Map: {
      const entry = fields[0]?.type.children as Field[]
      return `[${(value as unknown[][]).map((pair) => objectJson(entry, pair)).join(',')}]`
    }
    case Type.List:
    case Type.FixedSizeList:
      return `[${(value as unknown[]).map((item) => expectedJson((fields[0] as Field).type, item)).join(',')}]`
    default:
      return JSON.stringify(value)
  }
}

/** Values as the members of an object. */
export function objectJson(fields: readonly Field[], values: readonly unknown[]): string {
  return `{${fields.map(({ name, type }, i) => `${JSON.stringify(name)}:${expectedJson(type, values[i])}`).join(',')}}`
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 by bits, six at a time. */
function base64Of(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const text = (bits.match(/.{1,6}/g) ?? []).map((six) => DIGITS[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}
