import { decodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import type { ExportOptions } from '../exportOptions.ts'
import { exportOptionsShape } from './exportShape.ts'
import { list, nullable, object, oneOf, type Shape, text, whole } from './shape.ts'
import { type Provenance, sourceShape, stepsShape } from './stepShapes.ts'

/** Raise it when what stands in a manifest means something else than before. */
export const MANIFEST_VERSION = 1
/** A folder of a million shards takes about 150 MB. */
export const MAX_MANIFEST_BYTES = 256 * 1024 ** 2

/** A dataset that was written. */
export interface ManifestPart extends Provenance {
  /** Null where it is the only one. */
  split: string | null
}

/** A file that was written. */
export interface ManifestOutput {
  /** Inside the target folder, with `/`; empty for a target that is one file. */
  name: string
  rows: number
  bytes: number
  /** Lower-case hex. */
  sha256: string
}

/**
 * What an export was made of and how, so that it can be made again bit for bit. No clock, no machine: the same export of the
 * same source has the same manifest, but for the place the source was at.
 */
export interface Manifest {
  /** The release that wrote it. */
  release: string
  /** What was written: one dataset, or several splits side by side, each in the folder of its name. */
  parts: ManifestPart[]
  /** In the order written; null: all. */
  columns: string[] | null
  options: ExportOptions
  counts: {
    rows: number
    /** Rows that could not be read and were left out. */
    skippedRows: number
  }
  /** Packed rows: where the tokens went. For people; not looked at when the export is repeated. */
  tokens: Readonly<Record<string, unknown>> | null
  files: ManifestOutput[]
}

const anyObject: Shape<Record<string, unknown>> = (value, place) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new EngineError('format/corrupt', `the manifest's ${place} is no object`, { feature: place })
}

/** Names below a folder that lead nowhere else. */
const INSIDE = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\\\0]*$/

const partShape = object({ split: nullable(text(/^[^/\\\0]+$/)), source: sourceShape, steps: stepsShape })

/** One part without a name, or parts with one each. */
const partsShape: Shape<ManifestPart[]> = (value, place) => {
  const parts = list(partShape)(value, place)
  const names = new Set(parts.map(({ split }) => split))
  const isOne = parts.length === 1
  if (names.size === parts.length && (isOne || (parts.length > 1 && !names.has(null)))) return parts
  throw new EngineError('format/corrupt', `the manifest's ${place} are not one dataset, or splits of different names`)
}

const manifestShape = object({
  packscope: oneOf('export'),
  version: oneOf(MANIFEST_VERSION),
  release: text(),
  parts: partsShape,
  columns: nullable(list(text())),
  options: exportOptionsShape,
  counts: object({ rows: whole(0), skippedRows: whole(0) }),
  tokens: nullable(anyObject),
  files: list(object({ name: text(INSIDE), rows: whole(0), bytes: whole(0), sha256: text(/^[0-9a-f]{64}$/) })),
})

/**
 * A manifest as it is written beside an export: members in one order, whoever made them.
 * @throws EngineError `format/corrupt` for what `readManifest` would not take
 */
export function manifestText(manifest: Manifest): string {
  const marks = { packscope: 'export', version: MANIFEST_VERSION }
  return `${JSON.stringify(manifestShape({ ...marks, ...manifest }, ''), null, 2)}\n`
}

/**
 * Reads a manifest. Nothing in it is believed: every member is looked at.
 *
 * @param name of the file, for the message
 * @throws EngineError `format/corrupt` for what is none or is damaged, `format/unsupported` for one of a newer release,
 * `limit/exceeded` for one that is far too large
 */
export function readManifest(bytes: Uint8Array, name: string): Manifest {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    const message = `no manifest is longer than ${MAX_MANIFEST_BYTES} bytes: ${name}`
    throw new EngineError('limit/exceeded', message, { path: name })
  }
  try {
    const value = parse(bytes)
    const { version } = value
    if (value.packscope !== 'export') throw new EngineError('format/corrupt', 'no manifest of an export')
    if (typeof version === 'number' && version > MANIFEST_VERSION) {
      const message = `the manifest is of version ${version}, this release reads version ${MANIFEST_VERSION}`
      throw new EngineError('format/unsupported', message, { feature: 'version' })
    }
    const { packscope: _packscope, version: _version, ...manifest } = manifestShape(value, '')
    return manifest
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw new EngineError(error.code, `${error.message}: ${name}`, { ...error.details, path: name }, error)
  }
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes))
  } catch (error) {
    throw new EngineError('format/corrupt', 'the manifest is no valid JSON', {}, error)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new EngineError('format/corrupt', 'no manifest of an export')
}
