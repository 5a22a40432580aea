import { EngineError } from '../../errors.ts'
import { PACK_STRATEGIES } from '../../packing/plan/packOptions.ts'
import { byKind, flag, fraction, list, nullable, object, oneOf, type Shape, type Shaped, text, whole } from './shape.ts'

/** Ids and labels are int32. */
const id = whole(-(2 ** 31), 2 ** 31 - 1)
const seed = whole(0)
const length = whole(1, 2 ** 31 - 1)

const packOptions = object({
  strategy: oneOf(...PACK_STRATEGIES),
  sequenceLen: length,
  excess: oneOf('drop', 'truncate', 'split', 'error'),
  groupSize: whole(1),
  binSize: whole(1),
  microBatchSize: whole(1),
  realBatches: flag,
  dropLast: flag,
  shuffleSeed: nullable(seed),
  swiftFit: oneOf('fullest', 'emptiest'),
  column: text(),
  padTokenId: id,
  eosTokenId: id,
  labelPadId: id,
  collator: oneOf('v1', 'v2'),
  padToMultipleOf: nullable(length),
})

const padOptions = object({
  column: text(),
  batchSize: whole(1),
  side: oneOf('right', 'left'),
  padToMultipleOf: nullable(length),
  targetLength: nullable(length),
  order: oneOf('file', 'shuffled', 'length'),
  shuffleSeed: seed,
  padTokenId: id,
  labelPadId: id,
})

const rowKey = byKind({
  columns: object({ kind: oneOf('columns'), columns: list(text()) }),
  row: object({ kind: oneOf('row') }),
  axolotl: object({ kind: oneOf('axolotl') }),
})

const dedupMethod = byKind({
  exact: object({ kind: oneOf('exact') }),
  near: object({
    kind: oneOf('near'),
    column: text(),
    ngramSize: whole(1),
    numPerm: whole(1),
    threshold: fraction(0, 1),
    bands: whole(1),
    rowsPerBand: whole(1),
    seed,
  }),
})

/** A file of the source. What a place does not tell (the hash of a URL, the version of a file) is null. */
export const manifestFile = object({
  /** Inside the folder, with `/`; the file's own name. */
  name: text(/^[^\0]*$/),
  bytes: nullable(whole(0)),
  sha256: nullable(text(/^[0-9a-f]{64}$/)),
  version: nullable(text()),
})

export const sourceShape = object({
  /** `given`: something that has no place of its own to find it again: standard input, a file a browser was given. */
  kind: oneOf('path', 'glob', 'url', 'sample', 'given'),
  place: text(/^[^\0]+$/),
  split: nullable(text()),
  format: nullable(oneOf('parquet', 'arrow', 'feather', 'csv', 'json', 'jsonl', 'text', 'hf_dataset')),
  /** How a CSV is read, where somebody said so. */
  delimiter: nullable(text()),
  header: nullable(flag),
  files: list(manifestFile),
})

/** Where rows come from, and what was done with them, in order. */
export interface Provenance {
  source: ManifestSource
  steps: ManifestStep[]
}
export type ManifestSource = Shaped<typeof sourceShape>
export type ManifestSourceFile = Shaped<typeof manifestFile>

/** What rows were compared with besides those of their own dataset. */
export type ManifestAgainst = { kind: 'hashes'; source: ManifestSource } | ({ kind: 'dataset' } & Provenance)

export type ManifestStep =
  | {
      kind: 'dedup'
      key: Shaped<typeof rowKey>
      method: Shaped<typeof dedupMethod>
      keep: 'first' | 'longest' | 'most-complete'
      against: ManifestAgainst | null
      /** Which of its two views. */
      rows: 'kept' | 'removed'
    }
  | { kind: 'pack'; options: Shaped<typeof packOptions> }
  /** The rows behind a line of the account of packs. */
  | { kind: 'packLine'; options: Shaped<typeof packOptions>; line: 'kept' | 'cut' | 'dropped' | 'split' | 'skipped' }
  | { kind: 'pad'; options: Shaped<typeof padOptions> }
  | { kind: 'padLine'; options: Shaped<typeof padOptions>; line: 'kept' | 'cut' | 'skipped' }

/** Datasets that were compared with datasets that were compared…: deeper than this nobody works. */
const MAX_DEPTH = 8

function stepShape(depth: number): Shape<ManifestStep> {
  if (depth > MAX_DEPTH) {
    return () => {
      throw new EngineError('limit/exceeded', `the manifest's steps lie within one another more than ${MAX_DEPTH} deep`)
    }
  }
  const against: Shape<ManifestAgainst> = (value, place) =>
    byKind({
      hashes: object({ kind: oneOf('hashes'), source: sourceShape }),
      dataset: object({ kind: oneOf('dataset'), source: sourceShape, steps: list(stepShape(depth + 1)) }),
    })(value, place)
  return byKind({
    dedup: object({
      kind: oneOf('dedup'),
      key: rowKey,
      method: dedupMethod,
      keep: oneOf('first', 'longest', 'most-complete'),
      against: nullable(against),
      rows: oneOf('kept', 'removed'),
    }),
    pack: object({ kind: oneOf('pack'), options: packOptions }),
    packLine: object({
      kind: oneOf('packLine'),
      options: packOptions,
      line: oneOf('kept', 'cut', 'dropped', 'split', 'skipped'),
    }),
    pad: object({ kind: oneOf('pad'), options: padOptions }),
    padLine: object({ kind: oneOf('padLine'), options: padOptions, line: oneOf('kept', 'cut', 'skipped') }),
  })
}

export const stepsShape: Shape<ManifestStep[]> = list(stepShape(0))
