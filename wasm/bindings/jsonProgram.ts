import type { JsonNode, JsonSink } from '../../core/kernels/jsonKernel.ts'

// The layout is that of wasm/assembly/json/layout.ts.
const NODE_BYTES = 64
export const NODE_LENGTH = 8
export const NODE_VALUES = 12
export const NODE_DATA = 20
export const NODE_DATA_END = 24
export const NODE_NULLS = 32
export const NODE_NULL_COUNT = 36
const NODE_SINK = 0
const NODE_ACCEPTS = 4
const NODE_ITEM = 44
const NODE_FIELDS = 48
const NODE_FIELD_COUNT = 52
const FIELD_BYTES = 48
const FIELD_NODE = 0
const FIELD_RAW_LENGTH = 4
const FIELD_RAW = 12
const FIELD_START = 16
const FIELD_MASK = 32
const START_BYTES = 16

const QUOTE = 0x22
const BACKSLASH = 0x5c

const sinkNumbers: Record<JsonSink, number> = {
  none: 0,
  null: 1,
  bool: 2,
  int64: 3,
  float64: 4,
  utf8: 5,
  json: 6,
  list: 7,
  struct: 8,
}

/** A program as it lies in memory, at a fixed address. */
export interface ProgramImage {
  bytes: Uint8Array
  /** Addresses of all nodes with a sink, parents before their children. */
  nodes: number[]
  /** Columns as they are handed over. */
  columns: ColumnNode[]
  root: number
}

/** A node with a sink, and where it is. */
export interface ColumnNode {
  address: number
  sink: JsonSink
  children: ColumnNode[]
}

/** @param base where the image will lie, a multiple of 16 */
export function programImage(program: JsonNode, base: number): ProgramImage {
  const builder = new ImageBuilder(base)
  const root = builder.addNode(program)
  return {
    bytes: builder.bytes(),
    nodes: builder.nodes.filter(({ sink }) => sink !== 'none').map(({ address }) => address),
    columns: root.children,
    root: root.address,
  }
}

class ImageBuilder {
  readonly nodes: ColumnNode[] = []
  readonly #base: number
  #bytes = new Uint8Array(4096)
  #length = 0

  constructor(base: number) {
    this.#base = base
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  addNode(node: JsonNode): ColumnNode {
    const at = this.#reserve(NODE_BYTES)
    const placed: ColumnNode = { address: this.#base + at, sink: node.sink, children: [] }
    this.nodes.push(placed)
    this.#set(at + NODE_SINK, sinkNumbers[node.sink])
    this.#set(at + NODE_ACCEPTS, node.accepts)
    if (node.item) {
      const item = this.addNode(node.item)
      this.#set(at + NODE_ITEM, item.address)
      placed.children.push(item)
    }
    const fields = this.#reserve(node.fields.length * FIELD_BYTES)
    this.#set(at + NODE_FIELDS, this.#base + fields)
    this.#set(at + NODE_FIELD_COUNT, node.fields.length)
    for (const [i, { key, node: child }] of node.fields.entries()) {
      const field = fields + i * FIELD_BYTES
      this.#setKey(field, key)
      const added = this.addNode(child)
      this.#set(field + FIELD_NODE, added.address)
      if (added.sink !== 'none') placed.children.push(added)
    }
    return placed
  }

  #setKey(field: number, key: Uint8Array): void {
    // Escaped wherever it stands: such a key is never found, and its records are left to the host.
    const neverPlain = key.some((byte) => byte < 0x20 || byte === QUOTE || byte === BACKSLASH)
    const raw = neverPlain ? Uint8Array.of(0) : Uint8Array.of(QUOTE, ...key, QUOTE)
    const at = this.#reserve(Math.max(raw.length, START_BYTES))
    this.#bytes.set(raw, at)
    this.#set(field + FIELD_RAW_LENGTH, raw.length)
    this.#set(field + FIELD_RAW, this.#base + at)
    const start = raw.subarray(0, START_BYTES)
    this.#bytes.set(start, field + FIELD_START)
    this.#bytes.fill(0xff, field + FIELD_MASK, field + FIELD_MASK + start.length)
  }

  /** Zeros at the end of the image; returns where, a multiple of 16. */
  #reserve(bytes: number): number {
    const at = this.#length
    this.#length = Math.ceil((at + bytes) / 16) * 16
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(this.#length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    return at
  }

  #set(at: number, value: number): void {
    new DataView(this.#bytes.buffer).setUint32(at, value, true)
  }
}
