import { EngineError, type ErrorCode, type ErrorDetails } from '../../core/errors.ts'
import { formatCount } from './numbers.ts'

/** An error as a person reads it. */
export interface ErrorStory {
  /** What was tried: `Could not open chat.jsonl`. */
  what: string
  /** What went wrong. */
  message: string
  /** `chat.jsonl · row 12 · byte 4,096`, as much as is known. */
  where: string | null
  /** What to do now. */
  advice: string | null
  code: ErrorCode | null
}

const ADVICE: Partial<Record<ErrorCode, string>> = {
  'source/not-found': 'It may have been moved or renamed. Open it from its new place.',
  'source/denied': 'Check that you may read it, then open it again.',
  'source/read': 'The disk or the connection failed while reading. Try again.',
  'source/changed': 'The file changed while it was open. Close it and open it again.',
  'format/unknown':
    'Packscope reads JSON, JSONL, CSV, TSV, Parquet, Arrow and text files, folders of them, and saved Hugging Face datasets.',
  'format/corrupt': 'The file is damaged or cut short. Get it again from where it came from.',
  'format/unsupported': 'Convert this part of the file with the tool that wrote it, then open it again.',
  'compression/corrupt': 'The compressed data is damaged or cut short. Get the file again.',
  'compression/unsupported': 'Decompress the file first, then open it.',
  'argument/invalid': 'Correct the setting and try again.',
  'limit/exceeded': 'Ask for less at once: fewer rows, fewer columns or a shorter range.',
  'sink/denied': 'Choose a place you may write to.',
  'sink/exists': 'Choose another name, or say that it may be replaced.',
  'sink/full': 'Make room on the disk or choose another place.',
  'sink/write': 'Nothing was left behind. Try again, or choose another place.',
  internal: 'This is a fault of Packscope. Your files are untouched; try again.',
}

/**
 * Coded errors get a place and advice; anything else is told as it is.
 * @param advice what to do, where the caller knows better than the code says
 */
export function describeError(error: unknown, what: string, advice: string | null = null): ErrorStory {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof EngineError)) return { what, message, where: null, advice, code: null }
  const { code, details } = error
  return { what, message, where: placeOf(details, message), advice: advice ?? ADVICE[code] ?? null, code }
}

function placeOf(details: ErrorDetails, message: string): string | null {
  const { path, row, byte, feature } = details
  const numbered = (unit: string, at: number | undefined) =>
    at === undefined || new RegExp(`\\b${unit} ${at}\\b`).test(message) ? undefined : `${unit} ${formatCount(at)}`
  const named = (name: string | undefined) => (name !== undefined && message.includes(name) ? undefined : name)
  // What the message says already is not said twice.
  const parts = [named(path), numbered('row', row), numbered('byte', byte), named(feature)].filter(
    (part) => part !== undefined,
  )
  return parts.length > 0 ? parts.join(' · ') : null
}
