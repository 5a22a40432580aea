import { type Data, Type, type Vector } from 'apache-arrow'
import { decodeUtf8 } from '../../../bytes/utf8.ts'
import { addCellJson } from '../../../table/cellJson.ts'
import { bytesAt, isBinaryType, isNullCell, isTextType } from '../../../table/cells.ts'
import { CollectingSink } from '../../../table/jsonSink.ts'

const latin1 = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))

/** Bytes as a string that differs whenever they do: text when they are valid, one character a byte otherwise. */
function bytesKey(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes)
  return text.includes('\ufffd') ? `b${Array.from(bytes, (byte) => latin1[byte]).join('')}` : `t${text}`
}

/** A key that two values of a dictionary share exactly when they are the same. */
function valueKey(chunk: Data, row: number): string {
  if (isNullCell(chunk, row)) return 'n'
  const { typeId } = chunk.type
  if (isTextType(typeId) || isBinaryType(typeId)) return bytesKey(bytesAt(chunk, row))
  const sink = new CollectingSink(Number.POSITIVE_INFINITY)
  addCellJson(sink, chunk, row, { integers: 'digits', isJson: false })
  return `v${sink.pieces.join('')}`
}

function isNested(chunk: Data): boolean {
  return chunk.type.children?.length > 0 || chunk.type.typeId === Type.Dictionary
}

/** Runs of new values above which a chunk is appended as it is: readers join deltas one by one. */
const MAX_RUNS = 64

/**
 * The values of one dictionary of a file being written. IPC files allow no replacement, so batches that come with
 * other dictionaries add the values that are new, and their keys are translated.
 */
export class DictionaryValues {
  private size = 0
  private readonly chunks: Data[] = []
  private lastSeen: Vector | null = null
  /** Position of each value; built when a second dictionary comes. */
  private positions: Map<string, number> | null = null
  /** The translation of the dictionary merged last: the slices of a batch come with the same one. */
  private lastMerged: { values: Vector; keys: Uint32Array } | null = null

  /**
   * Takes in the dictionary of a batch.
   *
   * @returns the chunks to be written, and for each of the dictionary's keys the one to write instead; null where
   * keys stay as they are
   */
  add(values: Vector): { newChunks: Data[]; keys: Uint32Array | null } {
    const known = this.lastSeen?.data.length ?? 0
    const goesOn =
      this.positions === null && (this.lastSeen?.data.every((chunk, at) => chunk === values.data[at]) ?? true)
    if (!goesOn) return this.merge(values)
    const newChunks = values.data.slice(known)
    for (const chunk of newChunks) this.append(chunk)
    this.lastSeen = values
    return { newChunks, keys: null }
  }

  private append(chunk: Data): void {
    this.chunks.push(chunk)
    this.size += chunk.length
  }

  private index(chunk: Data, start: number): void {
    if (!this.positions) return
    for (let row = 0; row < chunk.length; row++) {
      const key = valueKey(chunk, row)
      if (!this.positions.has(key)) this.positions.set(key, start + row)
    }
  }

  private merge(values: Vector): { newChunks: Data[]; keys: Uint32Array } {
    if (this.lastMerged?.values === values) return { newChunks: [], keys: this.lastMerged.keys }
    if (!this.positions) {
      this.positions = new Map()
      let start = 0
      for (const chunk of this.chunks) {
        if (!isNested(chunk)) this.index(chunk, start)
        start += chunk.length
      }
    }
    const keys = new Uint32Array(values.length)
    const newChunks: Data[] = []
    let at = 0
    for (const chunk of values.data) {
      const runs = isNested(chunk) ? [chunk] : this.newRuns(chunk)
      for (const run of runs) {
        const start = this.size
        this.append(run)
        newChunks.push(run)
        if (isNested(run)) for (let row = 0; row < run.length; row++) keys[at + row] = start + row
        else this.index(run, start)
      }
      if (!isNested(chunk)) {
        for (let row = 0; row < chunk.length; row++) keys[at + row] = this.positions.get(valueKey(chunk, row)) ?? 0
      }
      at += chunk.length
    }
    this.lastMerged = { values, keys }
    return { newChunks, keys }
  }

  /** The values of a chunk that are not there yet, as slices of it; all of it when that would be too many. */
  private newRuns(chunk: Data): Data[] {
    const runs: { start: number; end: number }[] = []
    for (let row = 0; row < chunk.length; row++) {
      if (this.positions?.has(valueKey(chunk, row))) continue
      const last = runs.at(-1)
      if (last?.end === row) last.end++
      else runs.push({ start: row, end: row + 1 })
      if (runs.length > MAX_RUNS) return [chunk]
    }
    return runs.map(({ start, end }) => chunk.slice(start, end - start))
  }
}
