/**
 * Words, runs of white space, and everything else one by one. Scripts that write without spaces between words are taken
 * letter by letter: a whole sentence as one word would make every change a change of the sentence.
 */
const PIECES =
  /\s+|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])[\p{L}\p{M}\p{N}_])+|./gsu

/** Cuts a text into the pieces a diff moves; joined they are the text again, lone surrogates included. */
export function wordsOf(text: string): string[] {
  return text.match(PIECES) ?? []
}
