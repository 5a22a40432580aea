import { type AlignedText, transform } from './alignedText.ts'
import { toNfc, toNfd } from './canonicalForms.ts'

/** A step of a tokenizer's normalizer; texts as code points. */
export type Normalizer =
  | { kind: 'nfc' | 'nfd' }
  /** Before text that is not empty. */
  | { kind: 'prepend'; text: readonly number[] }
  /** Every place of a text that is not empty, from the left, without overlap. */
  | { kind: 'replace'; pattern: readonly number[]; text: readonly number[] }

/** One step, aligned as Rust's `tokenizers` aligns it. */
export function normalizeAligned(text: AlignedText, normalizer: Normalizer): AlignedText {
  switch (normalizer.kind) {
    case 'nfc':
    case 'nfd': {
      const { points, changes } = (normalizer.kind === 'nfc' ? toNfc : toNfd)(text.points)
      return transform(text, points, changes)
    }
    case 'prepend':
      return prepend(text, normalizer.text)
    case 'replace':
      return replace(text, normalizer.pattern, normalizer.text)
  }
}

/** What is put before stands for the first character, as the one that was there does. */
export function prepend(text: AlignedText, prefix: readonly number[]): AlignedText {
  if (text.points.length === 0 || prefix.length === 0) return text
  const again = (values: number[]): number[] => [...prefix.map(() => values[0]!)].concat(values)
  return { points: [...prefix].concat(text.points), starts: again(text.starts), ends: again(text.ends) }
}

function replace(text: AlignedText, pattern: readonly number[], content: readonly number[]): AlignedText {
  const { points, starts, ends } = text
  const out: AlignedText = { points: [], starts: [], ends: [] }
  for (let at = 0; at < points.length; ) {
    if (!pattern.every((point, i) => points[at + i] === point)) {
      out.points.push(points[at]!)
      out.starts.push(starts[at]!)
      out.ends.push(ends[at]!)
      at++
      continue
    }
    at += pattern.length
    // All of the new text stands for the last character of what it replaces.
    for (const point of content) {
      out.points.push(point)
      out.starts.push(starts[at - 1]!)
      out.ends.push(ends[at - 1]!)
    }
  }
  return out
}
