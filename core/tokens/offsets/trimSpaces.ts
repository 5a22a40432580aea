import type { TokenOffsets } from '../tokenizer.ts'
import { classOf, SPACE } from '../unicode/classes.ts'

/** What byte-level vocabularies write a space as. */
const SPACE_LETTER = 0x120

/**
 * Takes the spaces tokens begin and end with out of their offsets, as the post-processors `ByteLevel` and
 * `RobertaProcessing` do with `trim_offsets`.
 * @param textOf of the i-th token: as its vocabulary spells it, or an added one as it was found
 * @param addPrefixSpace whether one space at the beginning was put there, and takes no room
 */
export function trimSpaces(tokens: TokenOffsets, textOf: (i: number) => string, addPrefixSpace: boolean): void {
  const { ids, starts, ends } = tokens
  for (let i = 0; i < ids.length; i++) {
    const points = Array.from(textOf(i), (character) => character.codePointAt(0)!)
    let leading = spacesOf(points)
    const trailing = spacesOf(points.reverse())
    if (leading > 0) {
      // More than one are the text's own, all of them.
      if (addPrefixSpace && leading === 1 && (i === 0 || starts[i] === 0)) leading = 0
      starts[i] = Math.min(starts[i]! + leading, ends[i]!)
    }
    if (trailing > 0 && ends[i]! >= trailing) ends[i] = Math.max(ends[i]! - trailing, starts[i]!)
  }
}

function spacesOf(points: readonly number[]): number {
  let count = 0
  while (count < points.length && isSpace(points[count]!)) count++
  return count
}

function isSpace(point: number): boolean {
  return point === SPACE_LETTER || (classOf(point) & SPACE) !== 0
}
