/**
 * Python's `csv.reader` with its default settings over a text, as a state machine over characters: the oracle of the
 * byte-wise one. LF, CRLF and CR end a line; lines without any field are left out. The one rule of our own: the record of
 * a quote that is never closed ends with the line the quote stands in.
 */
export function pythonCsv(text: string, delimiter: string): string[][] {
  const records: string[][] = []
  for (let at = 0; at < text.length; ) {
    let record = recordAt(text, at, text.length, delimiter)
    if (record.openAt >= 0) {
      const behind = text.slice(record.openAt).search(/[\r\n]/)
      record = recordAt(text, at, behind < 0 ? text.length : record.openAt + behind, delimiter)
    }
    if (/[^\r\n]/.test(text.slice(at, record.end))) records.push(record.fields)
    at = record.end + 1
  }
  return records
}

/** The record from `start` on; `openAt` is where a quote stands that is not closed before `limit`, else -1. */
function recordAt(text: string, start: number, limit: number, delimiter: string) {
  const fields: string[] = []
  let field = ''
  let state: 'start' | 'plain' | 'quoted' | 'behind' = 'start'
  let quoteAt = -1
  let end = start
  for (; end < limit; end++) {
    const char = text[end]!
    if (state === 'quoted') {
      if (char === '"') state = 'behind'
      else field += char
    } else if (char === '\n' || char === '\r') break
    else if (char === delimiter) {
      fields.push(field)
      field = ''
      state = 'start'
    } else if (char === '"' && state === 'start') {
      state = 'quoted'
      quoteAt = end
    } else if (char === '"' && state === 'behind') {
      field += '"'
      state = 'quoted'
    } else {
      field += char
      state = 'plain'
    }
  }
  fields.push(field)
  return { fields, end, openAt: state === 'quoted' ? quoteAt : -1 }
}
