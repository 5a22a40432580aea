import { COMBINING, DECOMPOSITIONS } from './canonicalData.ts'

const S_BASE = 0xac00
const L_BASE = 0x1100
const V_BASE = 0x1161
const T_BASE = 0x11a7
const L_COUNT = 19
const V_COUNT = 21
const T_COUNT = 28
const S_COUNT = L_COUNT * V_COUNT * T_COUNT
const FIRST_ABOVE = 0x110000

interface Canonical {
  combining: Map<number, number>
  decompositions: Map<number, readonly number[]>
  /** By first · 0x110000 + second. */
  compositions: Map<number, number>
  /** 1 for code points that NFC may change, or that may change what is before them. */
  changes: Uint8Array
}

function readCanonical(): Canonical {
  const combining = new Map<number, number>()
  const decompositions = new Map<number, readonly number[]>()
  const compositions = new Map<number, number>()
  const changes = new Uint8Array(FIRST_ABOVE)
  const numbers = (text: string) => text.split(' ').map((digits) => Number.parseInt(digits, 36))
  for (const line of COMBINING.split(',')) {
    const [combiningClass, ...steps] = numbers(line)
    let point = 0
    for (const step of steps) {
      point += step
      combining.set(point, combiningClass!)
      changes[point] = 1
    }
  }
  const composed: number[] = []
  let point = 0
  for (const entry of DECOMPOSITIONS.split(',')) {
    const excluded = entry.startsWith('-')
    const [step, ...parts] = numbers(excluded ? entry.slice(1) : entry)
    point += step!
    decompositions.set(point, parts)
    if (excluded) changes[point] = 1
    else composed.push(point)
  }
  // The first part of a pair may be composed itself: shorter ones are made before it.
  composed.sort((a, b) => decompositions.get(a)!.length - decompositions.get(b)!.length)
  for (const whole of composed) {
    const parts = decompositions.get(whole)!
    let first = parts[0]!
    for (const part of parts.slice(1, -1)) first = compositions.get(first * FIRST_ABOVE + part)!
    const last = parts[parts.length - 1]!
    compositions.set(first * FIRST_ABOVE + last, whole)
    changes[last] = 1
  }
  changes.fill(1, V_BASE, V_BASE + V_COUNT)
  changes.fill(1, T_BASE, T_BASE + T_COUNT)
  return { combining, decompositions, compositions, changes }
}

let read: Canonical | undefined

function canonical(): Canonical {
  read ??= readCanonical()
  return read
}

/** One byte a code point: whether text with it may be other than its NFC. Text without any is in NFC. */
export function nfcChanges(): Uint8Array {
  return canonical().changes
}

export function combiningClass(point: number): number {
  return canonical().combining.get(point) ?? 0
}

/** What a code point falls apart into, all the way (NFD), in canonical order; null for one that stays whole. */
export function decompose(point: number): readonly number[] | null {
  const s = point - S_BASE
  if (s >= 0 && s < S_COUNT) {
    const t = s % T_COUNT
    const lv = [L_BASE + Math.floor(s / (V_COUNT * T_COUNT)), V_BASE + Math.floor((s % (V_COUNT * T_COUNT)) / T_COUNT)]
    return t === 0 ? lv : [...lv, T_BASE + t]
  }
  return canonical().decompositions.get(point) ?? null
}

/** The primary composite of two code points; -1 where there is none. */
export function compose(first: number, second: number): number {
  const l = first - L_BASE
  const v = second - V_BASE
  if (l >= 0 && l < L_COUNT && v >= 0 && v < V_COUNT) return S_BASE + (l * V_COUNT + v) * T_COUNT
  const s = first - S_BASE
  const t = second - T_BASE
  if (s >= 0 && s < S_COUNT && s % T_COUNT === 0 && t > 0 && t < T_COUNT) return first + t
  return canonical().compositions.get(first * FIRST_ABOVE + second) ?? -1
}
