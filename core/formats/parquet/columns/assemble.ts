import { Data, Field, Schema, Type } from 'apache-arrow'
import { EngineError } from '../../../errors.ts'
import type { PageKernels } from '../../../kernels/pageKernels.ts'
import { makeBatch } from '../../../table/batches.ts'
import { gatherRows } from '../../../table/gatherRows.ts'
import { nullColumn } from '../../../table/nullBatch.ts'
import {
  type ColumnNode,
  type LeafNode,
  type ListNode,
  leavesOf,
  type StructNode,
  typeOf,
} from '../footer/columnTree.ts'
import { PhysicalType } from '../footer/fileMetadata.ts'
import type { LeafCursor } from './leafCursor.ts'
import { leafData } from './leafValues.ts'

/** The cursor that has just read the rows of a leaf. */
export type CursorOf = (leaf: LeafNode) => LeafCursor

interface Slots {
  count: number
  nullCount: number
  validity: Uint8Array | undefined
}

const damaged = (what: string) => new EngineError('format/corrupt', `a column of the Parquet file ${what}`)

/** Puts columns together from the levels and values of their leaves. */
export class Assembler {
  readonly #pages: PageKernels
  readonly #cursorOf: CursorOf

  constructor(pages: PageKernels, cursorOf: CursorOf) {
    this.#pages = pages
    this.#cursorOf = cursorOf
  }

  /** The column of rows that all of its leaves have read. @throws EngineError `format/corrupt` where leaves disagree */
  column(node: ColumnNode, rows: number): Data {
    const data = this.#node(node)
    if (data.length !== rows) throw damaged(`has ${data.length} rows where ${rows} were read`)
    return data
  }

  #node(node: ColumnNode): Data {
    if (node.kind === 'leaf') return this.#leaf(node)
    return node.kind === 'struct' ? this.#struct(node) : this.#list(node)
  }

  /** Which slots of a node are null, by the levels of the first leaf below it; `count`: how many there must be. */
  #slots(node: ColumnNode, count: number): Slots {
    const pages = this.#pages
    const leaf = leavesOf(node)[0] as LeafNode
    const { definitions, repetitions, entries } = this.#cursorOf(leaf)
    const none = { count, nullCount: 0, validity: undefined }
    if (node.valid === node.present) return none
    const slots = node.present === 0 ? entries : pages.countAtLeast(definitions, entries, node.present)
    if (slots === pages.countAtLeast(definitions, entries, node.valid)) return none
    const bits = pages.alloc((entries >> 3) + 8)
    const nulls = pages.alloc(4)
    const above = leaf.maxRepetition === node.repetition ? 0 : repetitions
    const { repetition, present, valid } = node
    const found = pages.slotValidity(definitions, above, entries, repetition, present, valid, bits, nulls)
    const nullCount = new DataView(pages.bytes.buffer).getUint32(nulls, true)
    const validity = nullCount > 0 ? pages.bytes.slice(bits, bits + Math.ceil(found / 8)) : undefined
    pages.free(bits)
    pages.free(nulls)
    return { count: found, nullCount, validity }
  }

  #leaf(node: LeafNode): Data {
    const pages = this.#pages
    const { out, entries, definitions } = this.#cursorOf(node)
    const count = node.present === 0 ? entries : pages.countAtLeast(definitions, entries, node.present)
    const slots = count === out.count ? { count, nullCount: 0, validity: undefined } : this.#slots(node, count)
    if (node.type.typeId === Type.Null) {
      return leafData(node, { ...slots, values: new Uint8Array(0), offsets: null })
    }
    const { nullCount, validity } = slots
    const bits = pages.alloc(validity?.length ?? 0)
    if (validity) pages.bytes.set(validity, bits)
    try {
      if (out.width === 0) {
        const offsets = this.#textOffsets(node, count, nullCount > 0 ? bits : 0)
        const values = pages.bytes.slice(out.values, out.values + out.textBytes)
        return leafData(node, { ...slots, values, offsets })
      }
      out.reserve(count)
      if (nullCount > 0) pages.spreadValues(out.values, out.count, out.width, bits, count)
      return leafData(node, { ...slots, values: this.#words(node, count), offsets: null })
    } finally {
      pages.free(bits)
    }
  }

  #words(node: LeafNode, count: number): Uint8Array<ArrayBuffer> {
    const pages = this.#pages
    const { out } = this.#cursorOf(node)
    if (node.physical !== PhysicalType.boolean) return pages.bytes.slice(out.values, out.values + count * out.width)
    const packed = pages.alloc((count >> 3) + 8)
    pages.packBits(out.values, count, packed)
    const values = pages.bytes.slice(packed, packed + Math.ceil(count / 8))
    pages.free(packed)
    return values
  }

  #textOffsets(node: LeafNode, count: number, bits: number): Int32Array<ArrayBuffer> {
    const pages = this.#pages
    const { out } = this.#cursorOf(node)
    if (bits === 0) {
      const offsets = new Int32Array(count + 1)
      if (count > 0) offsets.set(new Int32Array(pages.bytes.buffer, out.ends, count), 1)
      return offsets
    }
    const spread = pages.alloc((count + 1) * 4)
    pages.spreadOffsets(out.ends, bits, count, spread)
    const offsets = new Int32Array(pages.bytes.buffer.slice(spread, spread + (count + 1) * 4))
    pages.free(spread)
    return offsets
  }

  #struct(node: StructNode): Data {
    const children = node.children.map((child) => this.#node(child))
    const length = (children[0] as Data).length
    const slots = this.#slots(node, length)
    if (children.some((child) => child.length !== slots.count)) throw damaged('has fields of different lengths')
    const { count, nullCount, validity } = slots
    return new Data(typeOf(node), 0, count, nullCount, [undefined, undefined, validity] as never, children)
  }

  #list(node: ListNode): Data {
    const pages = this.#pages
    const child = this.#node(node.child)
    const { definitions, repetitions, entries } = this.#cursorOf(leavesOf(node)[0] as LeafNode)
    const at = pages.alloc((entries + 1) * 4)
    const { repetition, present, item, itemRepetition } = node
    const count = pages.listOffsets(definitions, repetitions, entries, repetition, present, item, itemRepetition, at)
    const offsets = new Int32Array(pages.bytes.buffer.slice(at, at + (count + 1) * 4))
    pages.free(at)
    if (offsets[count] !== child.length) throw damaged(`has ${child.length} items, its lists ${offsets[count]}`)
    const slots = this.#slots(node, count)
    const type = typeOf(node)
    const make = (own: unknown, children: Data[]) =>
      new Data(type, 0, count, slots.nullCount, [own, undefined, slots.validity] as never, children)
    if (typeof node.shape === 'object') return make(undefined, [fixedItems(child, offsets, slots, node.shape.size)])
    if (node.shape === 'large') return make(BigInt64Array.from(offsets, BigInt), [child])
    return make(offsets, [child])
  }
}

/** Items of fixed-size lists: Parquet has none for a null list, Arrow as many as for any other. */
function fixedItems(child: Data, offsets: Int32Array, slots: Slots, size: number): Data {
  const isNull = (slot: number) =>
    slots.validity !== undefined && ((slots.validity[slot >> 3] as number) & (1 << (slot & 7))) === 0
  const sources: number[] = []
  const starts: number[] = []
  for (let slot = 0; slot < slots.count; slot++) {
    const start = offsets[slot] as number
    const items = (offsets[slot + 1] as number) - start
    if (items !== (isNull(slot) ? 0 : size)) throw damaged(`has a list of ${items} items, expected ${size}`)
    sources.push(isNull(slot) ? 1 : 0)
    starts.push(isNull(slot) ? 0 : start)
  }
  if (slots.nullCount === 0) return child
  const schema = new Schema([new Field('item', child.type, true)])
  const batches = [makeBatch(schema, [child], child.length), makeBatch(schema, [nullColumn(child.type, size)], size)]
  const counts = starts.map(() => size)
  return gatherRows(batches, { batches: sources, starts, counts }).data.children[0] as Data
}
