import type { Data } from 'apache-arrow'
import type { WriteLeaf, WriteNode } from '../schema/writeTree.ts'
import { type DenseValues, joinValues, pickValues } from '../values/denseValues.ts'
import { keysOf } from '../values/dictionaryValues.ts'
import { leafValues } from '../values/leafValues.ts'
import { PRESENT } from './place.ts'
import type { LeafMemory } from './reused.ts'
import { type KnownDictionaries, shredColumn } from './shredColumn.ts'

/** A leaf of a whole chunk: the same whatever batches its rows came in. */
export interface LeafColumn {
  leaf: WriteLeaf
  rows: number
  entries: number
  /** Definition levels; null: the highest everywhere. */
  definitions: Uint8Array | null
  /** Repetition levels; null: 0 everywhere. */
  repetitions: Uint8Array | null
  /** How many values there are. */
  count: number
  /** The values in order, or those that `keys` stand for. */
  values: DenseValues
  /** Dictionary columns: which of `values` each value is. Null: they are in order. */
  keys: Int32Array | null
}

interface LeafPart {
  entries: number
  /** Levels as `Place` has them. */
  definitions: Uint8Array | null
  repetitions: Uint8Array | null
  values: DenseValues
  keys: Int32Array | null
}

/** A leaf in the batches of a chunk, not put together yet. */
export interface LeafParts {
  leaf: WriteLeaf
  rows: number
  parts: LeafPart[]
}

function joinRepetitions(parts: readonly LeafPart[], memory: LeafMemory): Uint8Array | null {
  if (parts.every((part) => part.repetitions === null)) return null
  if (parts.length === 1) return (parts[0] as LeafPart).repetitions
  const levels = memory.repetitions.bytes(entriesOf(parts))
  let at = 0
  for (const { repetitions, entries } of parts) {
    if (repetitions) levels.set(repetitions, at)
    else levels.fill(0, at, at + entries)
    at += entries
  }
  return levels
}

/** Entries that go on to the end have the leaf's highest level. */
function joinDefinitions(parts: readonly LeafPart[], highest: number, memory: LeafMemory): Uint8Array | null {
  if (parts.every((part) => part.definitions === null)) return null
  const levels = memory.definitions.bytes(entriesOf(parts))
  let at = 0
  for (const { definitions, entries } of parts) {
    if (definitions) for (let i = 0; i < entries; i++) levels[at + i] = finalLevel(definitions[i] as number, highest)
    else levels.fill(highest, at, at + entries)
    at += entries
  }
  return levels
}

const finalLevel = (level: number, highest: number) => (level === PRESENT ? highest : level)

const entriesOf = (parts: readonly LeafPart[]) => parts.reduce((sum, part) => sum + part.entries, 0)

/**
 * The leaves of a column of a chunk.
 *
 * @param batches the column in each of the chunk's batches
 * @throws EngineError `format/unsupported` with the row for values and nulls that cannot be; `limit/exceeded`
 */
export function leafParts(node: WriteNode, batches: readonly Data[]): LeafParts[] {
  const leaves: LeafParts[] = []
  const known: KnownDictionaries = new Map()
  let rows = 0
  for (const column of batches) {
    const numRows = column.length
    shredColumn(column, node, rows, known).forEach((slots, index) => {
      const { data, place, dictionary } = slots
      const { entries, definitions, repetitions } = place
      const values = dictionary?.values ?? leafValues(slots)
      const keys = dictionary && keysOf(data, dictionary, place.picks, place.slots)
      leaves[index] ??= { leaf: slots.leaf, rows: 0, parts: [] }
      const own = leaves[index]
      own.rows += numRows
      own.parts.push({ entries, definitions, repetitions, values, keys })
    })
    rows += numRows
  }
  return leaves
}

/** The values of all parts. Of parts that share a dictionary it is there once. */
function joinParts(parts: readonly LeafPart[], memory: LeafMemory): Pick<LeafColumn, 'count' | 'values' | 'keys'> {
  if (parts.some((part) => part.keys === null)) {
    const all = parts.map(({ values, keys }) => (keys ? pickValues(values, keys) : values))
    const values = joinValues(all, memory)
    return { count: values.count, values, keys: null }
  }
  const starts = new Map<DenseValues, number>()
  let size = 0
  for (const { values } of parts) {
    if (starts.has(values)) continue
    starts.set(values, size)
    size += values.count
  }
  const count = parts.reduce((sum, part) => sum + (part.keys?.length ?? 0), 0)
  const keys = new Int32Array(count)
  let at = 0
  for (const part of parts) {
    const start = starts.get(part.values) as number
    for (const key of part.keys as Int32Array) keys[at++] = key + start
  }
  return { count, values: joinValues([...starts.keys()], memory), keys }
}

/** A leaf put together; it is in `memory` until the next one is. */
export function leafColumn({ leaf, rows, parts }: LeafParts, memory: LeafMemory): LeafColumn {
  return {
    leaf,
    rows,
    entries: entriesOf(parts),
    definitions: joinDefinitions(parts, leaf.maxDefinition, memory),
    repetitions: joinRepetitions(parts, memory),
    ...joinParts(parts, memory),
  }
}
