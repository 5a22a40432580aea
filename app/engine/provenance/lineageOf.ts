import type { ManifestStep } from '../../../core/export/manifest/stepShapes.ts'
import type { DedupAgainst } from '../../protocol/dedup.ts'
import type { PackOptions, PadOptions } from '../../protocol/packing.ts'
import type { SourceRef } from '../../protocol/refs.ts'
import type { Entry } from '../entry.ts'
import type { Lineage, LineageAgainst } from './lineage.ts'

/** How an entry came to be, from its source on. */
export function lineageOf(entry: Entry): Lineage {
  const { origin, opened, info, shards } = entry
  if (origin) {
    const { source, steps } = lineageOf(origin.base)
    return { source, steps: [...steps, origin.step] }
  }
  const { format, options } = opened?.asked ?? { format: null, options: {} }
  return {
    source: {
      source: info.source as SourceRef,
      name: info.name,
      path: info.path,
      split: info.split,
      format,
      options,
      files: shards?.recipes.map(({ name, source }) => ({ name, source })) ?? null,
    },
    steps: [],
  }
}

/** What a deduplication compares with, as it is now. */
export function againstLineage(against: DedupAgainst, entryOf: (datasetId: string) => Entry): LineageAgainst {
  if (against.kind === 'dataset') return { kind: 'dataset', ...lineageOf(entryOf(against.datasetId)) }
  const { source } = against
  const name = sourceName(source)
  return {
    kind: 'hashes',
    source: { source, name, path: null, split: null, format: null, options: {}, files: null },
  }
}

function sourceName(source: SourceRef): string {
  if (source.kind === 'path') return source.path.split(/[\\/]/).pop() as string
  return source.kind === 'glob' ? source.pattern : source.name
}

/** Nothing is left: an option that a step does not know would be lost in every manifest. */
type Nothing = Record<string, never>

/** Packing, with the column it took named. */
export function packStep(given: PackOptions, column: string): Extract<ManifestStep, { kind: 'pack' }> {
  const { strategy, sequenceLen, excess, groupSize, binSize, microBatchSize, realBatches, dropLast, ...more } = given
  const { shuffleSeed, swiftFit, padTokenId, eosTokenId, labelPadId, collator, padToMultipleOf, ...rest } = more
  const { column: _asked, ...none } = rest
  none satisfies Nothing
  const plan = { strategy, sequenceLen, excess, groupSize, binSize, microBatchSize, realBatches, dropLast }
  const layout = { padTokenId, eosTokenId, labelPadId, collator, padToMultipleOf }
  return { kind: 'pack', options: { ...plan, shuffleSeed, swiftFit, column, ...layout } }
}

export function padStep(given: PadOptions, column: string): Extract<ManifestStep, { kind: 'pad' }> {
  const { batchSize, side, padToMultipleOf, targetLength, order, shuffleSeed, padTokenId, labelPadId, ...rest } = given
  const { column: _asked, ...none } = rest
  none satisfies Nothing
  const batches = { batchSize, side, padToMultipleOf, targetLength, order, shuffleSeed }
  return { kind: 'pad', options: { column, ...batches, padTokenId, labelPadId } }
}
