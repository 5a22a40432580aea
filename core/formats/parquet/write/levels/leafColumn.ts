import type { Data } from 'apache-arrow'
import type { WriteLeaf, WriteNode } from '../schema/writeTree.ts'
import { type DenseValues, joinValues } from '../values/denseValues.ts'
import { leafValues } from '../values/leafValues.ts'
import { PRESENT } from './place.ts'
import type { LeafMemory } from './reused.ts'
import { shredColumn } from './shredColumn.ts'

/** A leaf of a whole chunk: the same whatever batches its rows came in. */
export interface LeafColumn {
  leaf: WriteLeaf
  rows: number
  entries: number
  /** Definition levels; null: the highest everywhere. */
  definitions: Uint8Array | null
  /** Repetition levels; null: 0 everywhere. */
  repetitions: Uint8Array | null
  values: DenseValues
}

interface LeafPart {
  entries: number
  /** Levels as `Place` has them. */
  definitions: Uint8Array | null
  repetitions: Uint8Array | null
  values: DenseValues
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
  let rows = 0
  for (const data of batches) {
    shredColumn(data, node, rows).forEach((slots, index) => {
      const { entries, definitions, repetitions } = slots.place
      leaves[index] ??= { leaf: slots.leaf, rows: 0, parts: [] }
      const own = leaves[index]
      own.rows += data.length
      own.parts.push({ entries, definitions, repetitions, values: leafValues(slots) })
    })
    rows += data.length
  }
  return leaves
}

/** A leaf put together; it is in `memory` until the next one is. */
export function leafColumn({ leaf, rows, parts }: LeafParts, memory: LeafMemory): LeafColumn {
  return {
    leaf,
    rows,
    entries: entriesOf(parts),
    definitions: joinDefinitions(parts, leaf.maxDefinition, memory),
    repetitions: joinRepetitions(parts, memory),
    values: joinValues(
      parts.map((part) => part.values),
      memory,
    ),
  }
}
