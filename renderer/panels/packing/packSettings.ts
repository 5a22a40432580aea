import type { ColumnInfo } from '../../../app/protocol/datasets.ts'
import type { ExcessLengthStrategy, PackOptions } from '../../../app/protocol/jobs.ts'

/** What the user sets. Numbers are kept as typed, so that a half-written one is not thrown away. */
export interface PackSettings {
  sequenceLen: string
  column: string | null
  excess: ExcessLengthStrategy
  padTokenId: string
  eosTokenId: string
}

export const DEFAULT_SETTINGS: PackSettings = {
  sequenceLen: '2048',
  column: null,
  excess: 'drop',
  padTokenId: '0',
  eosTokenId: '2',
}

/** A pack holds at least one token and the two the greedy rule adds behind it. */
export const LEAST_SEQUENCE_LEN = 3
export const MOST_SEQUENCE_LEN = 16_777_216
const MOST_TOKEN_ID = 2 ** 31 - 1
const LABEL_PAD_ID = -100

export const QUICK_LENGTHS = [512, 1024, 2048, 4096, 8192, 16384, 32768] as const

export interface PackableColumn {
  name: string
  type: string
  /** Ids are packed as they are; text first becomes its UTF-8 bytes. */
  holds: 'ids' | 'text'
}

const INTEGER_LIST = /^(?:large_|fixed_size_)?list(?:_view)?<(?:\w+: )?u?int(?:8|16|32|64)>(?:\[\d+\])?$/i

/** Columns that can be packed: lists of integers, then text. */
export function packableColumns(columns: readonly ColumnInfo[]): PackableColumn[] {
  const ids = columns.filter((column) => INTEGER_LIST.test(column.type))
  const texts = columns.filter((column) => column.kind === 'text')
  return [
    ...ids.map(({ name, type }): PackableColumn => ({ name, type, holds: 'ids' })),
    ...texts.map(({ name, type }): PackableColumn => ({ name, type, holds: 'text' })),
  ]
}

const LIKELY_NAMES = ['input_ids', 'text', 'content', 'completion', 'output', 'chosen']
const UNLIKELY_NAME =
  /^(labels|attention_mask|position_ids|token_type_ids|seq_lengths|source|split|lang|language)$|(^|_)(id|uuid|hash|url|date)$/i

/** The chosen column when it is still there, otherwise the likeliest one; null when nothing can be packed. */
export function columnToPack(columns: readonly PackableColumn[], chosen: string | null): PackableColumn | null {
  const byName = (name: string | null) => columns.find((column) => column.name === name)
  // Labels and masks are lists of integers too, and ids and links are texts, but nobody means them.
  const usual = columns.filter(({ name }) => !UNLIKELY_NAME.test(name))
  const likely = LIKELY_NAMES.map((name) => byName(name)).find(Boolean)
  return byName(chosen) ?? likely ?? usual[0] ?? columns[0] ?? null
}

export type CheckedSettings =
  | { ok: true; options: PackOptions }
  | { ok: false; field: keyof PackSettings; message: string }

/** The engine's options, or the first field that is wrong and why. */
export function checkSettings(settings: PackSettings, column: string): CheckedSettings {
  const sequenceLen = wholeNumber(settings.sequenceLen)
  if (sequenceLen === null || sequenceLen < LEAST_SEQUENCE_LEN || sequenceLen > MOST_SEQUENCE_LEN) {
    const message = `sequence_len is a whole number from ${LEAST_SEQUENCE_LEN} to ${MOST_SEQUENCE_LEN.toLocaleString('en-US')}`
    return { ok: false, field: 'sequenceLen', message }
  }
  const padTokenId = wholeNumber(settings.padTokenId)
  if (padTokenId === null || padTokenId > MOST_TOKEN_ID) return badId('padTokenId', 'pad_token_id')
  const eosTokenId = wholeNumber(settings.eosTokenId)
  if (eosTokenId === null || eosTokenId > MOST_TOKEN_ID) return badId('eosTokenId', 'eos_token_id')
  const { excess } = settings
  const options: PackOptions = {
    strategy: 'greedy',
    sequenceLen,
    column,
    padTokenId,
    eosTokenId,
    labelPadId: LABEL_PAD_ID,
    excess,
  }
  return { ok: true, options }
}

function badId(field: keyof PackSettings, name: string): CheckedSettings {
  return { ok: false, field, message: `${name} is a whole number from 0 to ${MOST_TOKEN_ID.toLocaleString('en-US')}` }
}

/** `4096`, `4,096` or `4_096`; null for anything else. */
function wholeNumber(text: string): number | null {
  const digits = text.trim().replace(/[,_\s]/g, '')
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null
}
