import { MARK } from './owner.ts'

/** `part`: not visible yet. `old`: what is being replaced. `commit`: what is renamed to what, while it is. */
export type PartKind = 'part' | 'old' | 'commit'

/** Most bytes of a name, on all file systems of our day. */
const MAX_NAME_BYTES = 255
/** Letters of the end of a long name; with four bytes each they fit. */
const KEPT_END = 24
const PART_NAME = new RegExp(`^\\.(.*)\\.(${MARK.source})\\.packscope-(part|old|commit)$`, 's')

/**
 * The temporary name beside a target: `.NAME.<mark>.packscope-part`. Of a long NAME beginning and end are
 * kept, so that all of it fits and names beside each other stay different.
 * @param name of the target, without folders
 */
export function partName(name: string, mark: string, kind: PartKind): string {
  const rest = `.${mark}.packscope-${kind}`
  const letters = [...name]
  const end = letters.splice(-KEPT_END).join('')
  while (Buffer.byteLength(letters.join('') + end) + rest.length + 1 > MAX_NAME_BYTES) letters.pop()
  return `.${letters.join('')}${end}${rest}`
}

export interface FoundPart {
  /** The target's name; shortened where it was too long. */
  name: string
  mark: string
  kind: PartKind
}

/** What a name in a folder says, if it is one of ours. */
export function parsePartName(name: string): FoundPart | null {
  const found = PART_NAME.exec(name)
  return found && { name: found[1] as string, mark: found[2] as string, kind: found.at(-1) as PartKind }
}
