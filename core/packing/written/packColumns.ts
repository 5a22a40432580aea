import { copyTokens, fillTokens } from '../rows/copyTokens.ts'
import type { PackWindow } from './packWindow.ts'

/**
 * Calls `visit` for every pack of a window: its segments `[first, last)`, where it begins, where its tokens end and
 * its padding begins, and where it ends.
 */
function eachPack(
  window: PackWindow,
  visit: (first: number, last: number, start: number, tail: number, end: number) => void,
): void {
  const { plan, packStart, numPacks, offsets, segmentAt, segmentStart } = window
  for (let i = 0; i < numPacks; i++) {
    const first = plan.packOffsets[packStart + i] as number
    const last = plan.packOffsets[packStart + i + 1] as number
    const start = offsets[i] as number
    const lastAt = last === first ? start : (segmentAt[last - 1 - segmentStart] as number)
    const used = last === first ? 0 : (plan.segmentLengths[last - 1] as number) + plan.addedPerSegment
    visit(first, last, start, lastAt + used, offsets[i + 1] as number)
  }
}

/** Where the tokens of segment `s` end: its appended positions follow. */
function tokensEnd(window: PackWindow, s: number): number {
  return (window.segmentAt[s - window.segmentStart] as number) + (window.plan.segmentLengths[s] as number)
}

/** Offsets behind the segments' tokens of the appended positions of one kind. */
function appendedAt({ layout }: PackWindow, kind: 'eos' | 'pad'): number[] {
  return layout.appended.flatMap((what, offset) => (what === kind ? [offset] : []))
}

function writeAppended(window: PackWindow, out: Int32Array | Int8Array, kind: 'eos' | 'pad', value: number): void {
  const { segmentAt, segmentStart } = window
  const { segmentLengths } = window.plan
  for (const offset of appendedAt(window, kind)) {
    for (let i = 0; i < segmentAt.length; i++) {
      out[(segmentAt[i] as number) + (segmentLengths[segmentStart + i] as number) + offset] = value
    }
  }
}

/** `input_ids`: tokens and appended EOS; padding is in place already. */
export function inputIdsColumn(window: PackWindow): Int32Array<ArrayBuffer> {
  writeAppended(window, window.inputIds, 'eos', window.fill.eosTokenId)
  return window.inputIds
}

/**
 * `labels`: the source's own, or copies of the finished ids; EOS is a label, padding is ignored, and the first token of
 * every segment where the layout says so.
 */
export function labelsColumn(window: PackWindow): Int32Array<ArrayBuffer> {
  const { layout, fill, plan, segmentAt, segmentStart } = window
  const { labelPadId } = fill
  let { labels } = window
  if (labels) {
    writeAppended(window, labels, 'eos', fill.eosTokenId)
  } else {
    const copies = window.inputIds.slice()
    writeAppended(window, copies, 'pad', labelPadId)
    eachPack(window, (_first, _last, _start, tail, end) => fillTokens(copies, labelPadId, tail, end))
    labels = copies
  }
  if (layout.ignoreFirstLabel) {
    for (let i = 0; i < segmentAt.length; i++) {
      if ((plan.segmentLengths[segmentStart + i] as number) > 0) labels[segmentAt[i] as number] = labelPadId
    }
  }
  return labels
}

/** `attention_mask` of 1 for every token and EOS, or the source's own, concatenated (Axolotl's V1). */
export function onesColumn(window: PackWindow): Int8Array<ArrayBuffer> {
  if (window.mask) {
    const copies = Int8Array.from(window.mask)
    writeAppended(window, copies, 'eos', 1)
    return copies
  }
  const ones = new Int8Array(window.inputIds.length).fill(1)
  writeAppended(window, ones, 'pad', 0)
  eachPack(window, (_first, _last, _start, tail, end) => fillTokens(ones, 0, tail, end))
  return ones
}

/** `attention_mask` that numbers the segments of a pack 1, 2, …; the source's own multiplied by that (Axolotl's V2). */
export function segmentsColumn(window: PackWindow): Int32Array<ArrayBuffer> {
  const { mask } = window
  const numbers = mask ?? new Int32Array(window.inputIds.length)
  const eos = appendedAt(window, 'eos')
  eachPack(window, (first, last) => {
    for (let s = first; s < last; s++) {
      const number = s - first + 1
      const end = tokensEnd(window, s)
      const start = window.segmentAt[s - window.segmentStart] as number
      if (!mask) fillTokens(numbers, number, start, end)
      else if (number > 1) for (let i = start; i < end; i++) numbers[i] = (numbers[i] as number) * number
      for (const offset of eos) numbers[end + offset] = number
    }
  })
  return numbers
}

/** `position_ids`: from 0 in each segment (or from where the piece begins in its row), and on in the tail. */
export function positionIdsColumn(window: PackWindow): Int32Array<ArrayBuffer> {
  const { plan, layout, segmentAt, segmentStart } = window
  const positions = new Int32Array(window.inputIds.length)
  let longest = 0
  eachPack(window, (_first, _last, start, _tail, end) => {
    longest = Math.max(longest, end - start)
  })
  const ramp = Int32Array.from({ length: longest }, (_, i) => i)
  for (let i = 0; i < segmentAt.length; i++) {
    const s = segmentStart + i
    const length = (plan.segmentLengths[s] as number) + plan.addedPerSegment
    const at = segmentAt[i] as number
    if (layout.positionIds === 'source')
      copyWrapped(plan.segmentStarts?.[s] ?? 0, plan.sequenceLen, length, positions, at)
    else copyTokens(ramp, 0, length, positions, at)
  }
  if (layout.positionTail === 'zeros') return positions
  eachPack(window, (_first, _last, start, tail, end) => {
    if (layout.positionTail === 'restart') copyTokens(ramp, 0, end - tail, positions, tail)
    else {
      const next = tail > start ? (positions[tail - 1] as number) + 1 : 0
      for (let at = tail; at < end; at++) positions[at] = Math.min(next + at - tail, plan.sequenceLen - 1)
    }
  })
  return positions
}

/** Positions from `from` on, modulo `modulus`. */
function copyWrapped(from: number, modulus: number, length: number, out: Int32Array, at: number): void {
  for (let i = 0; i < length; i++) out[at + i] = (from + i) % modulus
}
