import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import { optimalBands } from '../../../core/dedup/near/optimalBands.ts'
import { columnFlags } from './exportFlags.ts'
import { shellWord } from './shellWord.ts'

/**
 * The flags of `packscope dedup` for a search; null where the command line cannot say it.
 * @param place path or URL of what rows were compared with besides one another; null when it has none
 */
export function dedupFlags(spec: DedupSpec, place: string | null): string | null {
  const { key, method, keep, against } = spec
  const flags = method.kind === 'near' ? nearFlags(method) : []
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

/** What `packscope dedup --near` does without a flag: the numbers of text-dedup. */
const USUAL = { threshold: 0.7, ngramSize: 5, numPerm: 250, seed: 42 }

function nearFlags(method: Extract<DedupSpec['method'], { kind: 'near' }>): string[] {
  const { threshold, ngramSize, numPerm, bands, rowsPerBand, seed } = method
  const flags = ['--near']
  if (threshold !== USUAL.threshold) flags.push(`--threshold ${threshold}`)
  if (ngramSize !== USUAL.ngramSize) flags.push(`--ngram ${ngramSize}`)
  if (numPerm !== USUAL.numPerm) flags.push(`--num-perm ${numPerm}`)
  const usual = optimalBands(threshold, numPerm)
  if (bands !== usual.bands || rowsPerBand !== usual.rowsPerBand) {
    flags.push(`--bands ${bands} --rows-per-band ${rowsPerBand}`)
  }
  if (seed !== USUAL.seed) flags.push(`--seed ${seed}`)
  return flags
}
