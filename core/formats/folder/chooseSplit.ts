import { EngineError } from '../../errors.ts'

/**
 * The split to open: the one asked for, else `train`, else the first; null where there are none.
 * @throws EngineError `argument/invalid` for a split the folder does not have
 */
export function chooseSplit(splits: readonly string[], wanted: string | null, folder: string): string | null {
  if (wanted === null) return splits.includes('train') ? 'train' : (splits[0] ?? null)
  if (splits.includes(wanted)) return wanted
  const known = splits.length === 0 ? 'it has no splits' : `it has ${splits.join(', ')}`
  throw new EngineError('argument/invalid', `there is no split '${wanted}', ${known}: ${folder}`, {
    path: folder,
    feature: 'split',
  })
}
