import type { Data } from 'apache-arrow'
import type { WriteLeaf, WriteNode } from '../schema/writeTree.ts'
import { type DenseValues, joinValues } from '../values/denseValues.ts'
import { leafValues } from '../values/leafValues.ts'
import { PRESENT } from './place.ts'
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

interface LeafPart extends Omit<LeafColumn, 'rows' | 'leaf'> {}

function joinLevels(
  parts: readonly LeafPart[],
  which: 'definitions' | 'repetitions',
  usual: number,
): Uint8Array | null {
  if (parts.every((part) => part[which] === null)) return null
  if (parts.length === 1) return (parts[0] as LeafPart)[which]
  const levels = new Uint8Array(parts.reduce((sum, part) => sum + part.entries, 0))
  let at = 0
  for (const part of parts) {
    const own = part[which]
    if (own) levels.set(own, at)
    else levels.fill(usual, at, at + part.entries)
    at += part.entries
  }
  return levels
}

/** Entries that go on to the end have the leaf's highest level. */
function finalLevels(definitions: Uint8Array, highest: number): Uint8Array {
  const levels = new Uint8Array(definitions.length)
  for (let i = 0; i < levels.length; i++) {
    const level = definitions[i] as number
    levels[i] = level === PRESENT ? highest : level
  }
  return levels
}

/**
 * The leaves of a column of a chunk.
 *
 * @param batches the column in each of the chunk's batches
 * @throws EngineError `format/unsupported` with the row for values and nulls that cannot be; `limit/exceeded`
 */
export function leafColumns(node: WriteNode, batches: readonly Data[]): LeafColumn[] {
  const leaves: { leaf: WriteLeaf; parts: LeafPart[] }[] = []
  let rows = 0
  for (const data of batches) {
    shredColumn(data, node, rows).forEach((slots, index) => {
      const { leaf, place } = slots
      const definitions = place.definitions && finalLevels(place.definitions, leaf.maxDefinition)
      const part = { entries: place.entries, definitions, repetitions: place.repetitions, values: leafValues(slots) }
      leaves[index] ??= { leaf, parts: [] }
      leaves[index].parts.push(part)
    })
    rows += data.length
  }
  return leaves.map(({ leaf, parts }) => ({
    leaf,
    rows,
    entries: parts.reduce((sum, part) => sum + part.entries, 0),
    definitions: joinLevels(parts, 'definitions', leaf.maxDefinition),
    repetitions: joinLevels(parts, 'repetitions', 0),
    values: joinValues(parts.map((part) => part.values)),
  }))
}
