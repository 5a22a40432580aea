import type { ColumnBuffers, JsonKernel, JsonKernelUser, JsonNode, JsonRecords } from '../../core/kernels/jsonKernel.ts'
import type { FindJsonMarks } from '../../core/kernels/jsonMarks.ts'
import {
  type ColumnNode,
  NODE_DATA,
  NODE_DATA_END,
  NODE_LENGTH,
  NODE_NULL_COUNT,
  NODE_NULLS,
  NODE_VALUES,
  type ProgramImage,
  programImage,
} from './jsonProgram.ts'
import { POWERS_BYTES, powersOfFive } from './powersOfFive.ts'

/** Bytes of records brought into memory at once; more only for a record that is longer. */
const SLICE_BYTES = 256 * 1024
/** A longer record is left to the host. */
const MAX_RECORD_BYTES = 4 * 1024 ** 2
const SLICE_RECORDS = 8192
/** Marks one search may find. */
const SLICE_MARKS = 64 * 1024
/** Kernels read up to so many bytes behind what they look for. */
const SLACK_BYTES = 256
/** Columns of one batch, and what they have outgrown. */
const ARENA_BYTES = 96 * 1024 ** 2
const WASM_PAGE_BYTES = 64 * 1024

const EMPTY = new Uint8Array(0)
/** `MARKS_RESERVE` of core/kernels/jsonMarks.ts. */
const MARKS_RESERVE = 64

/** What `wasm/assembly/json` exports. */
interface JsonExports {
  memory: WebAssembly.Memory
  memoryStart(): number
  startArena(start: number, limit: number): void
  startColumn(node: number): number
  placePowers(at: number): void
  packBools(at: number, count: number): void
  setMarkState(inString: number, escaped: number, depth: number): void
  marksInString(): number
  marksEscaped(): number
  marksDepth(): number
  marksLength(): number
  findMarks(input: number, length: number, base: number, commaDepth: number, out: number, capacity: number): number
  readRecords(root: number, input: number, base: number, starts: number, ends: number, count: number): number
}

/**
 * The kernel over one instance of the compiled `json.wasm`. Its memory is what the batch in work needs, at most 128 MiB.
 * @throws where the module is not `json.wasm` or no memory is to be had
 */
export function createJsonKernel(module: WebAssembly.Module): JsonKernel {
  const decoder = new TextDecoder()
  let wasm: JsonExports | null = null
  /** The host's part of reading numbers: those too long or too close to call. */
  const parseDecimal = (start: number, end: number) =>
    Number(decoder.decode(new Uint8Array((wasm as JsonExports).memory.buffer, start, end - start)))
  const instance = new WebAssembly.Instance(module, { host: { parseDecimal } })
  wasm = instance.exports as unknown as JsonExports
  return new WasmJsonKernel(wasm)
}

class WasmJsonKernel implements JsonKernel {
  readonly #wasm: JsonExports
  readonly #starts: number
  readonly #ends: number
  readonly #marks: number
  readonly #input: number
  readonly #program: number
  readonly #images = new WeakMap<JsonNode, ProgramImage>()
  #user: JsonKernelUser | null = null
  #claimed: JsonNode | null = null
  #image: ProgramImage | null = null
  /** Whether the program and its columns lie in memory as they should. */
  #ready = false
  /** The records in memory: `[sliceFrom, sliceTo)` of this block. */
  #block: JsonRecords | null = null
  #sliceFrom = 0
  #sliceTo = 0

  constructor(wasm: JsonExports) {
    this.#wasm = wasm
    const powers = Math.ceil(wasm.memoryStart() / 64) * 64
    new BigUint64Array(wasm.memory.buffer, powers).set(powersOfFive())
    wasm.placePowers(powers)
    this.#starts = Math.ceil((powers + POWERS_BYTES) / 64) * 64
    this.#ends = this.#starts + SLICE_RECORDS * Uint32Array.BYTES_PER_ELEMENT
    this.#marks = this.#ends + SLICE_RECORDS * Uint32Array.BYTES_PER_ELEMENT
    this.#input = this.#marks + SLICE_MARKS * Uint32Array.BYTES_PER_ELEMENT
    this.#program = this.#input + MAX_RECORD_BYTES + SLACK_BYTES
  }

  claim(user: JsonKernelUser, program: JsonNode): void {
    if (this.#user === user && this.#claimed === program) return
    this.#user?.release()
    this.#user = user
    this.#claimed = program
    this.#block = null
    let image = this.#images.get(program)
    if (!image) {
      image = programImage(program, this.#program)
      this.#images.set(program, image)
    }
    this.#image = image
    this.#bringProgram(image)
  }

  get numRows(): number {
    return this.#ready ? this.#word((this.#image as ProgramImage).root + NODE_LENGTH) : 0
  }

  byteLength(): number {
    if (!this.#ready) return 0
    let total = 0
    for (const column of (this.#image as ProgramImage).columns) total += this.#columnBytes(column)
    return total
  }

  read(records: JsonRecords, from: number, to: number): number {
    if (!this.#ready) return from
    let at = from
    while (at < to) {
      if (records !== this.#block || at < this.#sliceFrom || at >= this.#sliceTo) {
        if (!this.#bring(records, at)) return at
      }
      const count = Math.min(to, this.#sliceTo) - at
      const skipped = (at - this.#sliceFrom) * Uint32Array.BYTES_PER_ELEMENT
      const { root } = this.#image as ProgramImage
      const base = records.starts[this.#sliceFrom]!
      const read = this.#wasm.readRecords(root, this.#input, base, this.#starts + skipped, this.#ends + skipped, count)
      at += read
      if (read < count) return at
    }
    return to
  }

  take(): ColumnBuffers[] {
    if (!this.#ready) return []
    const columns = (this.#image as ProgramImage).columns.map((column) => this.#takeColumn(column))
    if (!this.#startColumns()) this.#bringProgram(this.#image as ProgramImage)
    return columns
  }

  readonly findMarks: FindJsonMarks = (bytes, from, commaDepth, state, out) => {
    const wasm = this.#wasm
    this.#block = null // its bytes are written over
    this.#reserve(this.#input + SLICE_BYTES)
    wasm.setMarkState(state.inString ? 1 : 0, state.escaped ? 1 : 0, state.depth)
    let count = 0
    let at = from
    while (at < bytes.length && out.length - count >= MARKS_RESERVE) {
      const length = Math.min(SLICE_BYTES, bytes.length - at)
      new Uint8Array(wasm.memory.buffer).set(bytes.subarray(at, at + length), this.#input)
      const capacity = Math.min(SLICE_MARKS, out.length - count)
      const found = wasm.findMarks(this.#input, length, at, commaDepth, this.#marks, capacity)
      out.set(new Uint32Array(wasm.memory.buffer, this.#marks, found), count)
      count += found
      at += wasm.marksLength()
    }
    state.inString = wasm.marksInString() !== 0
    state.escaped = wasm.marksEscaped() !== 0
    state.depth = wasm.marksDepth()
    return { count, next: at }
  }

  /** Copies as many records from `from` on as make a slice; false when the first is too long. */
  #bring(records: JsonRecords, from: number): boolean {
    const { bytes, starts, ends, count } = records
    const base = starts[from]!
    if (ends[from]! - base > MAX_RECORD_BYTES) return false
    const last = Math.min(count, from + SLICE_RECORDS)
    let to = from + 1
    while (to < last && ends[to]! - base <= SLICE_BYTES) to++
    if (!this.#reserve(this.#program)) return false
    const { buffer } = this.#wasm.memory
    new Uint8Array(buffer).set(bytes.subarray(base, ends[to - 1]!), this.#input)
    new Uint32Array(buffer, this.#starts, to - from).set(starts.subarray(from, to))
    new Uint32Array(buffer, this.#ends, to - from).set(ends.subarray(from, to))
    this.#block = records
    this.#sliceFrom = from
    this.#sliceTo = to
    return true
  }

  /** Lays the program out with columns of the least room. */
  #bringProgram(image: ProgramImage): void {
    this.#ready = this.#reserve(this.#program + image.bytes.length)
    if (!this.#ready) return
    new Uint8Array(this.#wasm.memory.buffer).set(image.bytes, this.#program)
    this.#ready = this.#startColumns()
  }

  /** Empties the columns, each with room for what it had; false when that is too much. */
  #startColumns(): boolean {
    const image = this.#image as ProgramImage
    const arena = this.#program + image.bytes.length + SLACK_BYTES
    this.#wasm.startArena(arena, arena + ARENA_BYTES)
    this.#set(image.root + NODE_LENGTH, 0)
    return image.nodes.every((node) => node === image.root || this.#wasm.startColumn(node) !== 0)
  }

  /** Makes the memory reach to `end`; false when there is none to be had. */
  #reserve(end: number): boolean {
    const { memory } = this.#wasm
    const missing = end + SLACK_BYTES - memory.buffer.byteLength
    if (missing <= 0) return true
    try {
      memory.grow(Math.ceil(missing / WASM_PAGE_BYTES))
      return true
    } catch {
      return false
    }
  }

  #columnBytes({ address, sink, children }: ColumnNode): number {
    const length = this.#word(address + NODE_LENGTH)
    switch (sink) {
      case 'bool':
        return length / 8
      case 'int64':
      case 'float64':
        return length * 8
      case 'utf8':
      case 'json':
        return length * 4 + this.#word(address + NODE_DATA_END) - this.#word(address + NODE_DATA)
      default: {
        let total = sink === 'list' ? length * 4 : 0
        for (const child of children) total += this.#columnBytes(child)
        return total
      }
    }
  }

  #takeColumn({ address, sink, children }: ColumnNode): ColumnBuffers {
    const length = this.#word(address + NODE_LENGTH)
    const nullCount = sink === 'null' ? length : this.#word(address + NODE_NULL_COUNT)
    const validity = sink === 'null' || nullCount === 0 ? null : this.#validity(address, length, nullCount)
    const hasOffsets = sink === 'utf8' || sink === 'json' || sink === 'list'
    const values = this.#word(address + NODE_VALUES)
    const offsets = hasOffsets ? new Int32Array(this.#copy(values, (length + 1) * 4).buffer) : null
    return {
      length,
      nullCount,
      validity,
      values: this.#takeValues(address, sink, length),
      offsets,
      children: children.map((child) => this.#takeColumn(child)),
    }
  }

  #takeValues(address: number, sink: ColumnNode['sink'], length: number): Uint8Array<ArrayBuffer> {
    const values = this.#word(address + NODE_VALUES)
    switch (sink) {
      case 'bool':
        this.#wasm.packBools(values, length)
        return this.#copy(values, (length + 7) >> 3)
      case 'int64':
      case 'float64':
        return this.#copy(values, length * 8)
      case 'utf8':
      case 'json': {
        const data = this.#word(address + NODE_DATA)
        return this.#copy(data, this.#word(address + NODE_DATA_END) - data)
      }
      default:
        return EMPTY
    }
  }

  #validity(address: number, length: number, nullCount: number): Uint8Array<ArrayBuffer> {
    const bits = new Uint8Array((length + 7) >> 3).fill(0xff)
    if ((length & 7) !== 0) bits[bits.length - 1] = (1 << (length & 7)) - 1
    const nulls = new Uint32Array(this.#wasm.memory.buffer, this.#word(address + NODE_NULLS), nullCount)
    for (const position of nulls) bits[position >> 3]! &= ~(1 << (position & 7))
    return bits
  }

  #copy(at: number, bytes: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#wasm.memory.buffer, at, bytes).slice() as Uint8Array<ArrayBuffer>
  }

  #word(address: number): number {
    return new Uint32Array(this.#wasm.memory.buffer, address, 1)[0]!
  }

  #set(address: number, value: number): void {
    new Uint32Array(this.#wasm.memory.buffer, address, 1)[0] = value
  }
}
