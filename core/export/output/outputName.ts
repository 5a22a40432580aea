import { EngineError } from '../../errors.ts'

/** What stands behind the target's name in that of its manifest. */
export const MANIFEST_SUFFIX = '.packscope.json'

/** Where a file of an output goes: under the target's own name, beside it, or into the target folder. */
export type OutputPlace = 'target' | 'beside' | 'inside'

/**
 * What the name of an output file says (see `OutputFiles`).
 *
 * @param folder whether the target is a folder
 * @throws EngineError `argument/invalid` for a name that leads elsewhere
 */
export function outputPlace(name: string, folder: boolean): OutputPlace {
  if (name === '' && !folder) return 'target'
  if (/^\.[^/\\\0]*[^./\\\0]$/.test(name)) return 'beside'
  if (folder && name.startsWith('/') && name.slice(1).split('/').every(isPlainName)) return 'inside'
  throw new EngineError('argument/invalid', `no file of an output: ${JSON.stringify(name)}`)
}

function isPlainName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part)
}
