import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import { USUAL_NEAR } from '../../../core/dedup/near/nearLimits.ts'
import { optimalBands } from '../../../core/dedup/near/optimalBands.ts'
import { columnFlags } from './exportFlags.ts'
import { shellWord } from './shellWord.ts'

/** Where the command line finds what rows are compared with. */
export interface AgainstPlace {
  /** Path or URL. */
  path: string
  /** Which split of a folder; null for the whole. */
  split: string | null
}

/**
 * The flags of `packscope dedup` for a search; null where the command line cannot say it.
 * @param place of what rows were compared with besides one another; null when it has none
 */
export function dedupFlags(spec: DedupSpec, place: AgainstPlace | null): string | null {
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
    flags.push(`${against.kind === 'hashes' ? '--existing' : '--against'} ${shellWord(place.path)}`)
    if (place.split !== null) flags.push(`--against-split ${shellWord(place.split)}`)
  }
  return flags.map((flag) => ` ${flag}`).join('')
}

function nearFlags(method: Extract<DedupSpec['method'], { kind: 'near' }>): string[] {
  const { threshold, ngramSize, numPerm, bands, rowsPerBand, seed } = method
  const flags = ['--near']
  if (threshold !== USUAL_NEAR.threshold) flags.push(`--threshold ${threshold}`)
  if (ngramSize !== USUAL_NEAR.ngramSize) flags.push(`--ngram ${ngramSize}`)
  if (numPerm !== USUAL_NEAR.numPerm) flags.push(`--num-perm ${numPerm}`)
  const usual = optimalBands(threshold, numPerm)
  if (bands !== usual.bands || rowsPerBand !== usual.rowsPerBand) {
    flags.push(`--bands ${bands} --rows-per-band ${rowsPerBand}`)
  }
  if (seed !== USUAL_NEAR.seed) flags.push(`--seed ${seed}`)
  return flags
}
