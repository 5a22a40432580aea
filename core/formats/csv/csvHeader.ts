import { decodeUtf8 } from '../../bytes/utf8.ts'
import type { Issue } from '../../issues.ts'
import { CsvFields, fieldText } from './csvFields.ts'

/** What the first record says about the others. */
export interface CsvHeader {
  /** Field separator, one ASCII byte. */
  delimiter: number
  /** Column names, each once. */
  names: readonly string[]
  /** About names that had to be changed. */
  issues: readonly Issue[]
}

/**
 * Column names from the header record `bytes[start, end)`. Names that come again get `_2`, `_3`; a column without a
 * name is called by its place, `column_3`.
 * @param bytesAt offset of `bytes[0]` in the source
 */
export function readHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
  bytesAt: number,
): CsvHeader {
  const fields = new CsvFields()
  fields.split(bytes, start, end, delimiter)
  const written: string[] = []
  for (let i = 0; i < fields.count; i++) {
    written.push(fieldText(bytes, fields.starts[i]!, fields.ends[i]!, fields.kinds[i]!))
  }
  const taken = new Set(written)
  const used = new Set<string>()
  const issues: Issue[] = []
  const byteStart = bytesAt + start
  const tell = (code: string, message: string) =>
    issues.push({ severity: 'warning', code, message, rowStart: null, rowEnd: null, byteStart })

  const names = written.map((name, i) => {
    const wanted = name === '' ? `column_${i + 1}` : name
    let unique = wanted
    if (used.has(wanted) || (name === '' && taken.has(wanted))) {
      for (let n = 2; used.has(unique) || taken.has(unique); n++) unique = `${wanted}_${n}`
    }
    used.add(unique)
    if (name === '') tell('csv/unnamed-column', `column ${i + 1} has no name in the header: it is called ${unique}`)
    else if (unique !== name)
      tell('csv/duplicate-column', `the header has ${name} twice: column ${i + 1} is called ${unique}`)
    return unique
  })
  if (decodeUtf8(bytes, start, end).includes('\ufffd')) {
    tell('csv/invalid-utf8', 'the header is not valid UTF-8: malformed bytes are shown as U+FFFD')
  }
  return { delimiter, names, issues }
}
