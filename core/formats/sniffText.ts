/** What a sample of text looks like; null when like neither. */
export type TextLook =
  | { kind: 'jsonl' }
  /** One JSON value over several lines, or an array: not readable line by line. */
  | { kind: 'json'; what: 'array' | 'object' }
  | { kind: 'csv'; delimiter: string }

const DELIMITERS = [',', '\t', ';', '|'] as const
/** Records compared for the same number of fields. */
const SAMPLE_RECORDS = 50
/** Share of records that must agree. */
const AGREEMENT = 0.8

/**
 * Decides by the text itself. A sample that was cut loses its last line first.
 * @param text the beginning of the file, without byte order mark
 * @param isWhole whether that is all of it
 */
export function lookAtText(text: string, isWhole: boolean): TextLook | null {
  const start = text.search(/\S/)
  if (start < 0) return null
  if (text[start] === '[') return { kind: 'json', what: 'array' }
  if (text[start] === '{') return lookAtObjects(text, isWhole)
  return lookAtFields(text, isWhole)
}

function lookAtObjects(text: string, isWhole: boolean): TextLook {
  const lines = text.split('\n')
  const cut = isWhole ? null : lines.pop()
  // A first line longer than the sample: it starts like an object, and nothing speaks against it.
  if (lines.length === 0) return cut?.match(/^\s*\{\s*$/) ? { kind: 'json', what: 'object' } : { kind: 'jsonl' }
  const filled = lines.filter((line) => line.trim() !== '').slice(0, SAMPLE_RECORDS)
  if (filled.some((line) => parses(line))) return { kind: 'jsonl' }
  if (isWhole && parses(text)) return { kind: 'json', what: 'object' }
  // `{` alone on the first line is how pretty-printed JSON begins; a broken first row does not look like that.
  return /^\s*\{\s*$/.test(filled[0] ?? '') ? { kind: 'json', what: 'object' } : { kind: 'jsonl' }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function lookAtFields(text: string, isWhole: boolean): TextLook | null {
  let best: { delimiter: string; fields: number } | null = null
  for (const delimiter of DELIMITERS) {
    const counts = fieldCounts(text, delimiter, isWhole)
    const fields = mostCommon(counts)
    if (fields < 2 || counts.length < 2) continue
    if (counts.filter((count) => count === fields).length < counts.length * AGREEMENT) continue
    if (!best || fields > best.fields) best = { delimiter, fields }
  }
  return best && { kind: 'csv', delimiter: best.delimiter }
}

/** Fields of each of the first records, quotes respected. */
function fieldCounts(text: string, delimiter: string, isWhole: boolean): number[] {
  const counts: number[] = []
  let fields = 1
  let quoted = false
  let empty = true
  for (let i = 0; i < text.length && counts.length < SAMPLE_RECORDS; i++) {
    const char = text[i]
    if (char === '"') quoted = !quoted
    else if (char === delimiter && !quoted) fields++
    else if (char === '\n' && !quoted) {
      if (!empty) counts.push(fields)
      fields = 1
      empty = true
      continue
    }
    if (char !== '\r') empty = false
  }
  if (isWhole && !empty && counts.length < SAMPLE_RECORDS) counts.push(fields)
  return counts
}

function mostCommon(counts: number[]): number {
  const tally = new Map<number, number>()
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1)
  let best = 0
  for (const [count, times] of tally) if (times > (tally.get(best) ?? 0)) best = count
  return best
}
