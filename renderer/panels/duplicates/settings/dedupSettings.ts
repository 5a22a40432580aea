import type { ColumnInfo, DatasetInfo } from '../../../../app/protocol/datasets.ts'
import type { DedupMethod, DedupSpec, KeepRule } from '../../../../app/protocol/dedup.ts'
import type { SourceRef } from '../../../../app/protocol/refs.ts'
import { MOST_NGRAM, MOST_PERMUTATIONS, MOST_SEED, USUAL_NEAR } from '../../../../core/dedup/near/nearLimits.ts'
import { wholeNumber, wholeNumberRule } from '../../planning/wholeNumber.ts'

export type KeyChoice = 'column' | 'columns' | 'row' | 'axolotl'

/** What rows are compared with besides one another. */
export type AgainstChoice =
  | { kind: 'none' }
  | { kind: 'dataset'; datasetId: string }
  /** A file of digests; null: not chosen yet. */
  | { kind: 'hashes'; file: { name: string; source: SourceRef } | null }

/** What the user sets. Numbers are kept as typed, so that a half-written one is not thrown away. */
export interface DedupSettings {
  method: DedupMethod['kind']
  key: KeyChoice
  /** Of `key: 'column'`; null: the one trained on, else the first of text. */
  column: string | null
  /** Of `key: 'columns'`; null: all. */
  columns: readonly string[] | null
  keep: KeepRule
  against: AgainstChoice
  /** Near: the column whose words are compared; null: as above. */
  nearColumn: string | null
  threshold: string
  ngramSize: string
  numPerm: string
  /** Empty, both: as suits the threshold. */
  bands: string
  rowsPerBand: string
  seed: string
}

/** Settings that are numbers, typed as text. */
export type DedupNumber = 'threshold' | 'ngramSize' | 'numPerm' | 'bands' | 'rowsPerBand' | 'seed'
export type DedupField = DedupNumber | 'columns' | 'against'

export const DEFAULT_DEDUP_SETTINGS: DedupSettings = {
  method: 'exact',
  key: 'column',
  column: null,
  columns: null,
  keep: 'first',
  against: { kind: 'none' },
  nearColumn: null,
  threshold: String(USUAL_NEAR.threshold),
  ngramSize: String(USUAL_NEAR.ngramSize),
  numPerm: String(USUAL_NEAR.numPerm),
  bands: '',
  rowsPerBand: '',
  seed: String(USUAL_NEAR.seed),
}

export const METHODS: readonly DedupSettings['method'][] = ['exact', 'near']
export const METHOD_NAMES = { exact: 'exact · SHA-256', near: 'near · MinHash' } as const
export const KEYS: readonly KeyChoice[] = ['column', 'columns', 'row', 'axolotl']
export const KEY_NAMES = {
  column: 'one column',
  columns: 'several columns',
  row: 'the whole row',
  axolotl: 'the whole row, as Axolotl',
} as const
export const KEEPS: readonly KeepRule[] = ['first', 'longest', 'most-complete']
export const KEEP_NAMES = {
  first: 'the first row',
  longest: 'the longest row',
  'most-complete': 'the most complete row',
} as const

/** What of a dataset the settings are about. */
export type Keyed = Pick<DatasetInfo, 'columns' | 'tokenColumn'>

/** Text columns: the only ones with words. */
export function textColumns(columns: readonly ColumnInfo[]): ColumnInfo[] {
  return columns.filter(({ kind }) => kind === 'text')
}

/** The chosen column if it is still there, else the one that is trained on, else the first of text, else the first. */
export function keyColumnOf({ columns, tokenColumn }: Keyed, chosen: string | null): ColumnInfo | null {
  return named(columns, chosen) ?? named(columns, tokenColumn) ?? textColumns(columns)[0] ?? columns[0] ?? null
}

/** The column whose words are compared; null where there is no text. */
export function nearColumnOf({ columns, tokenColumn }: Keyed, chosen: string | null): ColumnInfo | null {
  const texts = textColumns(columns)
  return named(texts, chosen) ?? named(texts, tokenColumn) ?? texts[0] ?? null
}

function named(columns: readonly ColumnInfo[], wanted: string | null): ColumnInfo | undefined {
  return columns.find(({ name }) => name === wanted)
}

/** The chosen columns that are still there, in the dataset's order. */
export function keyColumnsOf(columns: readonly ColumnInfo[], chosen: readonly string[] | null): string[] {
  return columns.flatMap(({ name }) => (chosen === null || chosen.includes(name) ? [name] : []))
}

/** Bands of a signature, and rows of each. */
export interface Bands {
  bands: number
  rowsPerBand: number
}

type NearMethod = Extract<DedupMethod, { kind: 'near' }>

/** What to look for, where bands may still be left to the threshold: working those out takes a moment. */
export interface DedupAsked extends Omit<DedupSpec, 'method'> {
  method: { kind: 'exact' } | (Omit<NearMethod, keyof Bands> & { inBands: Bands | null })
}

export type CheckedDedup = { ok: true; asked: DedupAsked } | { ok: false; field: DedupField; message: string }

/** What the engine is to be asked for, or the first field that is wrong and why. What does not show cannot be wrong. */
export function checkDedupSettings(settings: DedupSettings, dataset: Keyed): CheckedDedup {
  const method = methodOf(settings, dataset)
  if ('field' in method) return { ok: false, ...method }
  const key = keyOf(settings, dataset, method)
  if ('field' in key) return { ok: false, ...key }
  const against = againstOf(settings)
  if (against && 'field' in against) return { ok: false, ...against }
  return { ok: true, asked: { key, method, keep: settings.keep, against } }
}

/** The engine's own request. @param bandsFor what suits a threshold and a number of permutations */
export function specOf(
  { method, ...rest }: DedupAsked,
  bandsFor: (threshold: number, numPerm: number) => Bands,
): DedupSpec {
  if (method.kind === 'exact') return { ...rest, method }
  const { inBands, ...near } = method
  return { ...rest, method: { ...near, ...(inBands ?? bandsFor(method.threshold, method.numPerm)) } }
}

interface Wrong {
  field: DedupField
  message: string
}

function againstOf({ against, method }: DedupSettings): DedupSpec['against'] | Wrong {
  if (against.kind === 'none') return null
  if (against.kind === 'dataset') return against
  if (method === 'near') {
    return { field: 'against', message: 'Hashes tell nothing of near duplicates: compare with an open dataset' }
  }
  if (against.file === null) return { field: 'against', message: 'Choose the file of hashes to compare with' }
  return { kind: 'hashes', source: against.file.source }
}

function keyOf(settings: DedupSettings, dataset: Keyed, method: DedupAsked['method']): DedupSpec['key'] | Wrong {
  if (method.kind === 'near') return { kind: 'columns', columns: [method.column] }
  if (settings.key === 'row' || settings.key === 'axolotl') return { kind: settings.key }
  const one = keyColumnOf(dataset, settings.column)?.name
  const several = keyColumnsOf(dataset.columns, settings.columns)
  const columns = settings.key === 'columns' ? several : one === undefined ? [] : [one]
  if (columns.length === 0) return { field: 'columns', message: 'Choose at least one column to compare' }
  return { kind: 'columns', columns }
}

const NEAR_NUMBERS = [
  ['ngramSize', 'n-gram', 1, MOST_NGRAM],
  ['numPerm', 'permutations', 1, MOST_PERMUTATIONS],
  ['seed', 'seed', 0, MOST_SEED],
] as const

function methodOf(settings: DedupSettings, dataset: Keyed): DedupAsked['method'] | Wrong {
  if (settings.method === 'exact') return { kind: 'exact' }
  const column = nearColumnOf(dataset, settings.nearColumn)?.name
  if (column === undefined) {
    return { field: 'columns', message: 'Near duplicates are looked for in a column of text, and there is none' }
  }
  const threshold = similarity(settings.threshold)
  if (threshold === null) {
    return { field: 'threshold', message: 'similarity is a number over 0 and at most 1, such as 0.7' }
  }
  const numbers = { ngramSize: 0, numPerm: 0, seed: 0 }
  for (const [field, name, least, most] of NEAR_NUMBERS) {
    const value = wholeNumber(settings[field], least, most)
    if (value === null) return { field, message: wholeNumberRule(name, least, most) }
    numbers[field] = value
  }
  const inBands = bandsOf(settings, numbers.numPerm)
  if (inBands && 'field' in inBands) return inBands
  return { kind: 'near', column, threshold, ...numbers, inBands }
}

/** Null: both are left empty. */
function bandsOf({ bands, rowsPerBand }: DedupSettings, numPerm: number): Bands | Wrong | null {
  if (bands.trim() === '' && rowsPerBand.trim() === '') return null
  const count = wholeNumber(bands, 1, numPerm)
  if (count === null) {
    return { field: 'bands', message: `${wholeNumberRule('bands', 1, numPerm)}, or both are empty` }
  }
  const most = Math.floor(numPerm / count)
  const rows = wholeNumber(rowsPerBand, 1, most)
  if (rows !== null) return { bands: count, rowsPerBand: rows }
  const why = `${count} bands of ${numPerm} permutations have at most ${most}`
  return { field: 'rowsPerBand', message: `${wholeNumberRule('rows per band', 1, most)}: ${why}` }
}

/** `0.7` or `.7`: over 0, at most 1. */
function similarity(text: string): number | null {
  const typed = text.trim()
  const value = /^(\d+(\.\d*)?|\.\d+)$/.test(typed) ? Number(typed) : Number.NaN
  return value > 0 && value <= 1 ? value : null
}

/** Settings as a session stored them; whatever cannot be read gives its default. What belongs to a file stays with it. */
export function parseDedupSettings(stored: unknown): DedupSettings {
  const from = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>
  const usual = DEFAULT_DEDUP_SETTINGS
  const text = (field: DedupNumber) => {
    const value = from[field]
    return typeof value === 'string' ? value : usual[field]
  }
  return {
    ...usual,
    method: METHODS.find((one) => one === from.method) ?? usual.method,
    key: KEYS.find((one) => one === from.key) ?? usual.key,
    keep: KEEPS.find((one) => one === from.keep) ?? usual.keep,
    threshold: text('threshold'),
    ngramSize: text('ngramSize'),
    numPerm: text('numPerm'),
    bands: text('bands'),
    rowsPerBand: text('rowsPerBand'),
    seed: text('seed'),
  }
}

/** What of the settings means something to another dataset, and to the next session. */
export function lastingSettings(settings: DedupSettings): DedupSettings {
  return { ...settings, column: null, columns: null, nearColumn: null, against: { kind: 'none' } }
}
