/** A stretch of text as it stands, or the mark that stands for white space. */
export interface MarkedRun {
  readonly text: string
  readonly isMark: boolean
}

/** White space and characters without a picture of their own: what models see and people do not. */
const UNSEEN = /\r\n|\s|\p{Cc}|\p{Cf}|[\ufe00-\ufe0f]/gu

const NAMED: Readonly<Record<string, string>> = {
  ' ': '·',
  '\t': '→\t',
  '\n': '↵\n',
  '\r': '␍\n',
  '\r\n': '␍↵\n',
  '\u00a0': '⍽',
}

/** Splits a text into what is seen and marks for what is not; line breaks keep breaking behind their mark. */
export function markWhitespace(text: string): MarkedRun[] {
  const runs: MarkedRun[] = []
  let marks = ''
  let at = 0
  const flush = () => {
    if (marks !== '') runs.push({ text: marks, isMark: true })
    marks = ''
  }
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > at) {
      flush()
      runs.push({ text: text.slice(at, match.index), isMark: false })
    }
    marks += NAMED[match[0]] ?? codePointMark(match[0])
    at = match.index + match[0].length
  }
  flush()
  if (at < text.length) runs.push({ text: text.slice(at), isMark: false })
  return runs
}

/** `⟨U+200B⟩` */
function codePointMark(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
