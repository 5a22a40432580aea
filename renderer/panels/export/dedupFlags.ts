import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import { shellWord } from './shellWord.ts'

/**
 * The flags of `packscope dedup` for a search; null where the command line cannot say it.
 * @param place path or URL of what rows were compared with besides one another; null when it has none
 */
export function dedupFlags(spec: DedupSpec, place: string | null): string | null {
  const { key, method, keep, against } = spec
  if (method.kind === 'near') return null
  const flags: string[] = []
  if (key.kind === 'axolotl') flags.push('--axolotl')
  if (key.kind === 'columns') {
    const columns = columnFlags(key.columns)
    if (columns === null) return null
    flags.push(columns)
  }
  if (keep !== 'first') flags.push(`--keep ${keep}`)
  if (against) {
    if (place === null) return null
    flags.push(`${against.kind === 'hashes' ? '--existing' : '--against'} ${shellWord(place)}`)
  }
  return flags.map((flag) => ` ${flag}`).join('')
}

/** Names with commas are given one by one, of which there must be two for the command line to tell. */
function columnFlags(columns: readonly string[]): string | null {
  if (!columns.some((name) => name.includes(','))) return `--columns ${shellWord(columns.join(','))}`
  return columns.length > 1 ? columns.map((name) => `--columns ${shellWord(name)}`).join(' ') : null
}
