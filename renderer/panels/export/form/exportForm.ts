import { bytesOfText } from '../../../../core/export/byteSize.ts'
import {
  CODECS,
  type Codec,
  type ExportFormat,
  type ExportOptions,
  makesFolder,
  type ShardSize,
  usualExportOptions,
} from '../../../../core/export/exportOptions.ts'
import { wholeNumber, wholeNumberRule } from '../../planning/wholeNumber.ts'
import { type Around, hasHeader, isFlat, type Preset } from './formatChoices.ts'

export type ShardChoice = 'one' | ShardSize['by']

/**
 * What the user sets. Numbers are kept as typed; what does not fit the format chosen is kept for when it does again.
 */
export interface ExportForm {
  format: ExportFormat
  /** Of each format another one than the usual was chosen for. */
  codecs: Readonly<Partial<Record<ExportFormat, Codec>>>
  around: Around
  shards: ShardChoice
  shardBytes: string
  shardRows: string
  shardCount: string
  /** Empty: as many as fit the usual budget. */
  rowGroupRows: string
  header: boolean
  nestedAsJson: boolean
  preset: Preset
  manifest: boolean
  /** Names of columns left out. */
  left: ReadonlySet<string>
  /** Of the folder to be made; null: as proposed. */
  folderName: string | null
}

export type ExportField = 'shardBytes' | 'shardRows' | 'shardCount' | 'rowGroupRows' | 'columns' | 'folderName'

export const DEFAULT_EXPORT_FORM: ExportForm = {
  format: 'arrow',
  codecs: {},
  around: 'none',
  shards: 'one',
  shardBytes: '500 MB',
  shardRows: '100,000',
  shardCount: '2',
  rowGroupRows: '',
  header: true,
  nestedAsJson: false,
  preset: 'datasets',
  manifest: true,
  left: new Set(),
  folderName: null,
}

export type CheckedExport = { ok: true; options: ExportOptions } | { ok: false; field: ExportField; message: string }

/** More files than this is a slip of the finger. */
const MOST_SHARDS = 100_000
const MOST_ROWS = 2 ** 31 - 1

export function codecOf({ format, codecs }: ExportForm): Codec {
  return codecs[format] ?? (CODECS[format][0] as Codec)
}

/** Whether a compression around the whole file is offered: not in folders of files that are compressed inside. */
export function canWrap({ format, shards }: ExportForm): boolean {
  return format !== 'hf_dataset' && (CODECS[format].length === 1 || shards === 'one')
}

/** The form as options for the engine, or what is wrong with it. Fields that do not fit the format are not looked at. */
export function checkExport(form: ExportForm, columnCount: number): CheckedExport {
  const wrong = wrongOf(form, columnCount)
  if (wrong) return { ok: false, ...wrong }
  const { format, around, shards, preset } = form
  const options: ExportOptions = {
    ...usualExportOptions(format),
    codec: codecOf(form),
    compression: canWrap(form) && around !== 'none' ? around : null,
    shardSize: shards === 'one' ? null : shardSizeOf(form, shards),
  }
  if (format === 'parquet') options.rowGroupRows = wholeNumber(form.rowGroupRows, 1, MOST_ROWS)
  if (hasHeader(format)) options.header = form.header
  if (isFlat(format)) options.nested = form.nestedAsJson ? 'json' : 'refuse'
  if (format === 'hf_dataset') options.preset = preset
  const name = form.folderName
  if (makesFolder(options) && name !== null && !isFileName(name)) {
    return { ok: false, field: 'folderName', message: 'A folder is named without slashes, and not with dots alone' }
  }
  return { ok: true, options }
}

function wrongOf(form: ExportForm, columnCount: number): { field: ExportField; message: string } | null {
  const { shards } = form
  if (columnCount === 0) return { field: 'columns', message: 'Choose at least one column' }
  if (shards === 'bytes' && bytesOfText(form.shardBytes) === null) {
    return { field: 'shardBytes', message: 'A size of files is a number with a unit, such as 500 MB or 2 GiB' }
  }
  if (shards === 'rows' && wholeNumber(form.shardRows, 1, MOST_ROWS) === null) {
    return { field: 'shardRows', message: wholeNumberRule('rows in a file', 1, MOST_ROWS) }
  }
  if (shards === 'count' && wholeNumber(form.shardCount, 1, MOST_SHARDS) === null) {
    return { field: 'shardCount', message: wholeNumberRule('number of files', 1, MOST_SHARDS) }
  }
  const { format, rowGroupRows } = form
  if (format === 'parquet' && rowGroupRows.trim() !== '' && wholeNumber(rowGroupRows, 1, MOST_ROWS) === null) {
    return { field: 'rowGroupRows', message: wholeNumberRule('rows in a row group', 1, MOST_ROWS) }
  }
  return null
}

/** Only of a form that was found right. */
function shardSizeOf(form: ExportForm, by: ShardSize['by']): ShardSize {
  if (by === 'bytes') return { by, bytes: bytesOfText(form.shardBytes) as number }
  if (by === 'rows') return { by, rows: wholeNumber(form.shardRows, 1, MOST_ROWS) as number }
  return { by, count: wholeNumber(form.shardCount, 1, MOST_SHARDS) as number }
}

/** One name in a folder, on every system. */
function isFileName(name: string): boolean {
  const trimmed = name.trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those no name may have
  return trimmed !== '' && !/^\.+$/.test(trimmed) && !/[\\/:*?"<>|\u0000-\u001f]/.test(trimmed)
}
