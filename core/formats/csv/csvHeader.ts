import type { Issue } from '../../issues.ts'

/** What the beginning of a file says about its rows. */
export interface CsvHeader {
  /** Field separator, one ASCII byte. */
  delimiter: number
  /** Column names, each once. */
  names: readonly string[]
  /** About the beginning: names that had to be changed, lines left out, a header that is not there. */
  issues: readonly Issue[]
}

/**
 * Column names from those written in a header. Names that come again get `_2`, `_3`; a column without a name is called
 * by its place, `column_3`.
 * @param tell told of every name that had to be changed
 */
export function columnNames(written: readonly string[], tell: (code: string, message: string) => void): string[] {
  const taken = new Set(written)
  const used = new Set<string>()
  return written.map((name, i) => {
    const wanted = name === '' ? nameOfPlace(i) : name
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
}

/** The name of a column that has none: its place, counted from 1. */
export function nameOfPlace(position: number): string {
  return `column_${position + 1}`
}
