/**
 * Text on its way through the normalizers, a code point an entry, each with the characters of the original it stands for:
 * what Rust's `NormalizedString` keeps by the byte. Offsets of tokens are read off it.
 */
export interface AlignedText {
  points: number[]
  /** First original character (code points) of each entry. */
  starts: number[]
  /** One past the last. */
  ends: number[]
}

/** A whole text as it is. */
export function alignedText(points: number[]): AlignedText {
  return { points, starts: points.map((_, i) => i), ends: points.map((_, i) => i + 1) }
}

/**
 * Replaces the text by `points` as `NormalizedString::transform` does: `changes[i]` is 0 for a character put in the place of
 * one, positive for one added (it stands for what the one before it stands for), -k for one put in the place of 1 + k.
 */
export function transform(text: AlignedText, points: number[], changes: readonly number[]): AlignedText {
  const starts: number[] = []
  const ends: number[] = []
  let old = 0
  for (const change of changes) {
    const from = change > 0 ? old - 1 : old
    starts.push(text.starts[from] ?? 0)
    ends.push(text.ends[from] ?? 0)
    if (change <= 0) old += 1 - change
  }
  return { points, starts, ends }
}
