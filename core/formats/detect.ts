import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { readFull } from '../io/readFull.ts'
import type { Detection, Format } from './format.ts'
import { lookAtText } from './sniffText.ts'

/** Bytes looked at to tell what a file is. */
const SAMPLE_BYTES = 64 * 1024

const BY_SUFFIX: Readonly<Record<string, { format: Format; delimiter?: string }>> = {
  parquet: { format: 'parquet' },
  pq: { format: 'parquet' },
  arrow: { format: 'arrow' },
  arrows: { format: 'arrow' },
  ipc: { format: 'arrow' },
  feather: { format: 'arrow' },
  jsonl: { format: 'jsonl' },
  ndjson: { format: 'jsonl' },
  json: { format: 'jsonl' },
  csv: { format: 'csv' },
  tsv: { format: 'csv', delimiter: '\t' },
}

const READABLE = 'JSON Lines, CSV, TSV, Parquet and Arrow IPC'

export interface DetectOptions {
  /** What the user says it is; overrides what the content looks like. */
  format?: Format | null
  signal?: AbortSignal
}

/**
 * What a file is: by its content first, by its name where the content does not say. A name that lies opens as what
 * it is, and the reason says so.
 * @param name file name, for its suffix
 * @throws EngineError `format/unknown`, `format/unsupported`, `compression/unsupported`, besides what the source throws
 */
export async function detect(name: string, source: ByteSource, options: DetectOptions = {}): Promise<Detection> {
  const bytes = await readFull(source, 0, SAMPLE_BYTES, options.signal)
  const isWhole = source.byteLength !== null && bytes.length >= source.byteLength
  const suffix = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const named = Object.hasOwn(BY_SUFFIX, suffix) ? BY_SUFFIX[suffix] : undefined

  if (options.format) return asked(options.format, bytes, isWhole, named?.delimiter)
  const magic = byMagic(bytes, name)
  if (magic) return found(magic.format, magic.what, suffix, named?.format)
  if (bytes.length === 0) {
    if (named && (named.format === 'jsonl' || named.format === 'csv')) {
      return byName(named.format, 'the file is empty', suffix, named.delimiter)
    }
    throw unknown(name, 'the file is empty')
  }

  const text = asText(bytes, isWhole)
  if (text === null) throw unknown(name, 'its content is binary and none of these')
  const look = lookAtText(text, isWhole)
  if (look?.kind === 'json') {
    const what = look.what === 'array' ? 'a JSON array' : 'one JSON value over several lines'
    throw new EngineError(
      'format/unsupported',
      `this is ${what}; this build reads JSON Lines, one object a line: ${name}`,
      { path: name, feature: 'json' },
    )
  }
  if (look?.kind === 'jsonl') return found('jsonl', 'it starts with a JSON object on a line', suffix, named?.format)
  if (named?.format === 'csv') {
    const delimiter = named.delimiter ?? (look?.kind === 'csv' ? look.delimiter : ',')
    return byName('csv', 'the content is text', suffix, delimiter)
  }
  if (look?.kind === 'csv') {
    const what = `its lines have the same number of fields separated by ${spoken(look.delimiter)}`
    return { ...found('csv', what, suffix, named?.format), options: { delimiter: look.delimiter } }
  }
  // A broken first line is a row with an issue, not a reason to refuse the file its name describes.
  if (named?.format === 'jsonl') return byName('jsonl', 'the content is text', suffix)
  throw unknown(name, 'its content is text, but neither JSON Lines nor separated fields')
}

function byMagic(bytes: Uint8Array, name: string): { format: Format; what: string } | null {
  const starts = (...magic: number[]) => magic.every((byte, i) => bytes[i] === byte)
  const word = (text: string) => starts(...[...text].map((char) => char.charCodeAt(0)))
  if (word('PAR1')) return { format: 'parquet', what: 'it starts with PAR1' }
  if (word('PARE')) {
    throw new EngineError('format/unsupported', `this Parquet file is encrypted: ${name}`, { path: name })
  }
  if (word('ARROW1')) return { format: 'arrow', what: 'it is an Arrow IPC file' }
  if (word('FEA1')) {
    throw new EngineError('format/unsupported', `this is a Feather version 1 file; write it again as version 2: ${name}`, {
      path: name,
      feature: 'feather v1',
    })
  }
  if (starts(0xff, 0xff, 0xff, 0xff) && bytes.length >= 8) return { format: 'arrow', what: 'it is an Arrow IPC stream' }
  const codec = starts(0x1f, 0x8b) ? 'gzip' : starts(0x28, 0xb5, 0x2f, 0xfd) ? 'zstd' : null
  if (codec) {
    throw new EngineError('compression/unsupported', `this build does not read ${codec}; decompress it first: ${name}`, {
      path: name,
      feature: codec,
    })
  }
  return null
}

/** The sample as text; null when it holds bytes no text has. Malformed UTF-8 is still text: rows report it. */
function asText(bytes: Uint8Array, isWhole: boolean): string | null {
  const text = new TextDecoder().decode(bytes)
  let strange = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0xfffd || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d)) strange++
  }
  // The last character may be cut in half.
  return strange - (isWhole ? 0 : 1) > text.length * 0.1 ? null : text
}

function asked(format: Format, bytes: Uint8Array, isWhole: boolean, named: string | undefined): Detection {
  const reason = `you asked for ${format}`
  if (format !== 'csv') return { format, compression: null, by: 'name', options: {}, reason }
  const text = new TextDecoder().decode(bytes)
  const look = lookAtText(text, isWhole)
  const delimiter = named ?? (look?.kind === 'csv' ? look.delimiter : ',')
  return { format, compression: null, by: 'name', options: { delimiter }, reason }
}

function found(format: Format, what: string, suffix: string, named: Format | undefined): Detection {
  const lie = suffix !== '' && named !== format ? `, although its name ends in .${suffix}` : ''
  return { format, compression: null, by: 'content', options: {}, reason: `${what}${lie}` }
}

function byName(format: Format, why: string, suffix: string, delimiter?: string): Detection {
  const options = delimiter === undefined ? {} : { delimiter }
  return { format, compression: null, by: 'name', options, reason: `${why} and its name ends in .${suffix}` }
}

function unknown(name: string, why: string): EngineError {
  return new EngineError('format/unknown', `${why}; this build reads ${READABLE}: ${name}`, { path: name })
}

function spoken(delimiter: string): string {
  return { ',': 'commas', '\t': 'tabs', ';': 'semicolons', '|': 'bars' }[delimiter] ?? delimiter
}
