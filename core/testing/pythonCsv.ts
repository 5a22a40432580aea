/**
 * Python's `csv.reader` with its default settings over a text, as a state machine over characters: the oracle of the
 * byte-wise one. Only LF ends a line here, with a CR before it left out; lines without any field are left out.
 */
export function pythonCsv(text: string, delimiter: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let state: 'start' | 'plain' | 'quoted' | 'behind' = 'start'
  let recordStart = 0
  const endField = () => {
    record.push(field)
    field = ''
    state = 'start'
  }
  for (let i = 0; i <= text.length; i++) {
    const atEnd = i === text.length
    const endsRecord = atEnd || (text[i] === '\n' && state !== 'quoted')
    if (endsRecord) {
      const raw = text.slice(recordStart, i)
      const returned = raw.endsWith('\r') && state !== 'quoted'
      if (returned && field.endsWith('\r')) field = field.slice(0, -1)
      if (raw.replaceAll('\r', '').replaceAll('\n', '') !== '') {
        endField()
        records.push(record)
      }
      record = []
      field = ''
      state = 'start'
      recordStart = i + 1
      continue
    }
    const char = text[i]!
    if (state === 'quoted') {
      if (char === '"') state = 'behind'
      else field += char
    } else if (char === delimiter) endField()
    else if (char === '"' && state === 'start') state = 'quoted'
    else if (char === '"' && state === 'behind') {
      field += '"'
      state = 'quoted'
    } else {
      field += char
      state = 'plain'
    }
  }
  return records
}
