import type { Codecs } from '../compression/codecs.ts'
import { peekPlain } from '../compression/peekPlain.ts'
import { EngineError } from '../errors.ts'
import type { ByteSource } from '../io/byteSource.ts'
import { readFull } from '../io/readFull.ts'
import type { Issue } from '../issues.ts'
import { bestDelimiter, type DelimiterFit } from './csv/sniffDelimiter.ts'
import type { Compression, Detection, Format, FormatOptions } from './format.ts'
import { compressionByName, formatByName, type NamedFormat } from './formatByName.ts'
import { findLayout } from './json/findLayout.ts'
import { layoutText } from './json/jsonLayout.ts'
import { byteOrderMarkBytes } from './records/byteOrderMark.ts'
import { looksBinary, type Signature, signatureOf } from './signatures.ts'
import { sniffJson } from './sniffJson.ts'
import { OPENABLE } from './supportedFormats.ts'

/** How much of a file is looked at. */
const HEAD_BYTES = 64 * 1024
/** Text divided this evenly into two fields or more is CSV even when its name does not say so. */
const CSV_EVENNESS = 0.95

const formatNames: Record<Format, string> = {
  parquet: 'Parquet',
  arrow: 'Arrow',
  feather: 'Feather',
  csv: 'CSV',
  json: 'JSON',
  jsonl: 'JSON Lines',
  text: 'plain text',
  hf_dataset: 'A saved dataset',
}
/** Prose may well have a comma in every line, but not a tab: only tabs make a text of a name that says text CSV. */
const TAB = 0x09
const NO_ROWS = { rowStart: null, rowEnd: null, byteStart: null }
/** What is said of a text in which no delimiter was found. */
const NO_FIT: DelimiterFit = { delimiter: 0x2c, even: 0, fields: 1, records: 0 }
const delimiterNames: Record<string, string> = { ',': 'commas', '\t': 'tabs', ';': 'semicolons', '|': 'bars' }

export interface DetectOptions {
  /** Open as this, whatever it looks like. */
  format?: Format
  /** Decoders of compressed bytes; without them compressed files are refused. */
  codecs?: () => Promise<Codecs>
  signal?: AbortSignal
}

/** The beginning of a file, and whether it is all of it. */
interface Head {
  name: string
  bytes: Uint8Array
  isWhole: boolean
  named: NamedFormat | null
}

function refusal(code: 'format/unknown' | 'format/unsupported', message: string, name: string, feature?: string) {
  return new EngineError(code, `${message}: ${name}`, { path: name, ...(feature ? { feature } : {}) })
}

/** The warning of a name that promises something else than there is. */
function nameIssue(finding: string): Issue {
  return { severity: 'warning', code: 'format/name-mismatch', message: finding, ...NO_ROWS }
}

/** A finding by content; the sentence says so when the name promises something else. */
function byContent({ named }: Head, format: Format, finding: string, options: FormatOptions = {}): Detection {
  const lies = named && named.format !== format
  const reason = lies ? `${finding}, although the name ends with ${named.suffix}` : finding
  return { format, compression: null, by: 'content', options, reason, issues: lies ? [nameIssue(reason)] : [] }
}

function byName(named: NamedFormat, finding: string, options: FormatOptions = {}): Detection {
  const reason = `the name ends with ${named.suffix} and ${finding}`
  return { format: named.format, compression: null, by: 'name', options, reason, issues: [] }
}

function bySignature(head: Head, signature: Signature): Detection {
  switch (signature.kind) {
    case 'parquet':
      return byContent(head, 'parquet', 'the content starts as a Parquet file')
    case 'arrow-file':
      return head.named?.format === 'feather'
        ? byContent(head, 'feather', 'the content starts as an Arrow IPC file, which Feather is')
        : byContent(head, 'arrow', 'the content starts as an Arrow IPC file')
    case 'arrow-stream':
      return byContent(head, 'arrow', 'the content starts as an Arrow IPC stream')
    case 'compressed': {
      const { codec } = signature
      const message = `the file is compressed with ${codec}, which cannot be read yet; decompress it first`
      throw new EngineError('compression/unsupported', `${message}: ${head.name}`, { path: head.name, feature: codec })
    }
    case 'variant':
      throw refusal('format/unsupported', `the file is ${signature.name}`, head.name, signature.feature)
    case 'other':
      throw refusal('format/unknown', `the file is ${signature.name}; ${OPENABLE} can be opened`, head.name)
  }
}

/**
 * The delimiter of a text that is to be read as CSV: the one its name implies where the text has it at all, the one
 * that divides it best otherwise.
 */
function delimiterOf(text: Uint8Array, fit: DelimiterFit, named: NamedFormat | null): FormatOptions {
  const implied = named?.delimiter
  if (implied && (fit.fields < 2 || text.includes(implied.charCodeAt(0)))) return { delimiter: implied }
  return { delimiter: String.fromCharCode(fit.delimiter) }
}

function byText(head: Head): Detection {
  const { name, named, isWhole } = head
  const text = head.bytes.subarray(byteOrderMarkBytes(head.bytes))
  if (text.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) {
    if (named?.format === 'csv') return byName(named, 'the file is empty', delimiterOf(text, NO_FIT, named))
    if (named?.format === 'json' || named?.format === 'jsonl' || named?.format === 'text')
      return byName(named, 'the file is empty')
    const promise = named ? `a ${named.suffix} file is not` : 'its name does not say what it would hold'
    throw refusal('format/unknown', `the file is empty, ${promise}`, name)
  }
  const json = sniffJson(text, isWhole)
  const isLines =
    json === 'lines' ||
    (json === 'document-line' && named?.format === 'jsonl') ||
    (json === 'one-line' && named?.format !== 'json')
  if (isLines) return byContent(head, 'jsonl', 'its lines are JSON objects')
  if (json && named?.format !== 'csv') {
    const layout = findLayout(text, 0, isWhole)
    return byContent(head, 'json', layout ? `the file is ${layoutText(layout)}` : 'the file is a JSON document')
  }
  const fit = bestDelimiter(text, isWhole)
  if (named?.format === 'csv') return byName(named, 'the content is text', delimiterOf(text, fit, named))
  if (named?.format === 'text' && fit.delimiter !== TAB) return byName(named, 'the content is text')
  if (fit.fields >= 2 && fit.records >= 2 && fit.even >= CSV_EVENNESS) {
    const options = delimiterOf(text, fit, named)
    const separator = delimiterNames[options.delimiter ?? ''] ?? options.delimiter
    return byContent(head, 'csv', `its lines have ${fit.fields} fields each, separated by ${separator}`, options)
  }
  if (named?.format === 'jsonl') return byName(named, 'the content is text, though no line is a JSON object')
  if (named?.format === 'json') return byName(named, 'the content is text, though it does not begin as JSON does')
  if (named?.format === 'text') return byName(named, 'the content is text')
  throw refusal('format/unknown', `the file is text, but neither JSON Lines nor CSV; ${OPENABLE} can be opened`, name)
}

function detectHead(head: Head): Detection {
  const signature = signatureOf(head.bytes)
  if (signature) return bySignature(head, signature)
  byteOrderMarkBytes(head.bytes) // refuses UTF-16, which would pass for binary
  if (looksBinary(head.bytes)) {
    const promise = head.named ? `, although its name ends with ${head.named.suffix}` : ''
    throw refusal(
      'format/unknown',
      `the content is binary and of no known format${promise}; ${OPENABLE} can be opened`,
      head.name,
    )
  }
  return byText(head)
}

function asAsked(head: Head, format: Format): Detection {
  const signature = signatureOf(head.bytes)
  if (signature?.kind === 'compressed') return bySignature(head, signature)
  const text = format === 'csv' ? head.bytes.subarray(byteOrderMarkBytes(head.bytes)) : head.bytes
  const options = format === 'csv' ? delimiterOf(text, bestDelimiter(text, head.isWhole), head.named) : {}
  const reason = `${formatNames[format]} was asked for`
  return { format, compression: null, by: 'name', options, reason, issues: [] }
}

/** What is inside a compressed file, by its first 64 KiB of plain bytes. */
async function insideOf(outer: Head, codec: Compression, source: ByteSource, options: DetectOptions, codecs: Codecs) {
  const { name, named } = outer
  const plain = await peekPlain(source, codec, codecs, HEAD_BYTES, options.signal).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error
    throw new EngineError(error.code, `${error.message}: ${name}`, { ...error.details, path: name }, error)
  })
  const head: Head = { name, named, ...plain }
  const inside = options.format ? asAsked(head, options.format) : detectHead(head)
  const promised = compressionByName(name)
  const says = promised ? `ends as one of ${promised}` : 'does not say so'
  const lie = promised === codec ? [] : [nameIssue(`the file is compressed with ${codec}, although its name ${says}`)]
  return { ...inside, compression: codec, reason: `${codec}: ${inside.reason}`, issues: [...inside.issues, ...lie] }
}

/**
 * What a file is: by its first 64 KiB where they tell, by its name otherwise; of a compressed file those of what is
 * inside. A name that lies is overruled; the reason says so, and an issue.
 *
 * @param name file name, for its suffixes and for messages
 * @throws EngineError `format/unknown` for anything that cannot be opened; `format/unsupported` for
 * UTF-16; `compression/*`; `limit/exceeded`; what the source throws; `AbortError`
 */
export async function detect(name: string, source: ByteSource, options: DetectOptions = {}): Promise<Detection> {
  const bytes = await readFull(source, 0, HEAD_BYTES, options.signal)
  const isWhole = source.byteLength === null ? bytes.length < HEAD_BYTES : bytes.length >= source.byteLength
  const head: Head = { name, bytes, isWhole, named: formatByName(name) }
  const signature = signatureOf(bytes)
  if (signature?.kind === 'compressed' && isCompression(signature.codec) && options.codecs) {
    return insideOf(head, signature.codec, source, options, await options.codecs())
  }
  const detection = options.format ? asAsked(head, options.format) : detectHead(head)
  const promised = compressionByName(name)
  if (promised === null) return detection
  const lie = nameIssue(`the file is not compressed, although its name ends as one of ${promised}`)
  return { ...detection, issues: [...detection.issues, lie] }
}

function isCompression(codec: string): codec is Compression {
  return codec === 'gzip' || codec === 'zstd'
}
