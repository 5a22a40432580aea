import { Data, type Dictionary, Type } from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import { dictionaryOf } from '../../../table/ipc/dictionaryIds.ts'
import { typeName } from '../../../table/typeName.ts'
import { DictionaryValues } from './dictionaryValues.ts'

/** A chunk of dictionary values that must be written before the batch. */
export interface DictionaryChunk {
  id: number
  isDelta: boolean
  values: Data
}

/** Largest key of each width of index; unsigned ones reach twice as far. */
function maxKey(type: Dictionary): number {
  const { bitWidth, isSigned } = type.indices as unknown as { bitWidth: number; isSigned: boolean }
  return 2 ** Math.min(53, bitWidth - (isSigned ? 1 : 0)) - 1
}

function translated(data: Data, keys: Uint32Array): Data['values'] {
  const values = data.values.slice(0, data.length)
  const isWide = values instanceof BigInt64Array || values instanceof BigUint64Array
  const most = maxKey(data.type as Dictionary)
  for (let row = 0; row < data.length; row++) {
    const key = keys[Number(values[row])] ?? 0 // keys of nulls may be anything
    if (key > most) {
      const message = `a column of type ${typeName(data.type)} has more than ${most + 1} different values in all batches`
      throw new EngineError('limit/exceeded', message, { feature: 'dictionary keys' })
    }
    values[row] = isWide ? BigInt(key) : key
  }
  return values
}

/**
 * Brings the dictionaries of all batches of a file together. Dictionaries are numbered in depth-first order, inner
 * ones first, as `withOwnDictionaryIds` numbers the schema.
 */
export class DictionaryWriter {
  private readonly known: DictionaryValues[] = []
  private nextId = 0

  /**
   * The columns with their keys translated, and what must be written before them.
   *
   * @throws EngineError `limit/exceeded` when the values of all batches outgrow the keys of a column
   */
  add(columns: readonly Data[]): { columns: Data[]; chunks: DictionaryChunk[] } {
    const chunks: DictionaryChunk[] = []
    this.nextId = 0
    return { columns: columns.map((column) => this.translate(column, chunks)), chunks }
  }

  private translate(data: Data, chunks: DictionaryChunk[]): Data {
    if (data.type.typeId === Type.Dictionary) return this.translateKeys(data, chunks)
    if (data.children.length === 0) return data
    const children = data.children.map((child) => this.translate(child, chunks))
    if (children.every((child, at) => child === data.children[at])) return data
    return data.clone(data.type, data.offset, data.length, data.nullCount, data.buffers, children)
  }

  private translateKeys(data: Data, chunks: DictionaryChunk[]): Data {
    const values = dictionaryOf(data)
    const firstInnerId = this.nextId
    const inner: DictionaryChunk[] = []
    const mapped = values.data.map((chunk) => {
      this.nextId = firstInnerId // every chunk has the same inner dictionaries
      return this.translate(chunk, inner)
    })
    const id = this.nextId++
    const isFirst = !this.known[id]
    const known = this.known[id] ?? new DictionaryValues()
    this.known[id] = known
    const { newChunks, keys } = known.add(values)
    chunks.push(...inner)
    newChunks.forEach((chunk, at) => {
      const whole = values.data.indexOf(chunk)
      chunks.push({ id, isDelta: !isFirst || at > 0, values: whole < 0 ? chunk : (mapped[whole] as Data) })
    })
    if (!keys) return data
    const buffers = [undefined, translated(data, keys), data.nullBitmap]
    return new Data(data.type, data.offset, data.length, data.nullCount, buffers as never, [], values)
  }
}
