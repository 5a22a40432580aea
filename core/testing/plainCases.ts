import fc from 'fast-check'
import type { EncoderCodec } from '../compression/encoders.ts'
import { concatBytes } from '../io/readFull.ts'

export const encoderCodecs: readonly EncoderCodec[] = ['lz4_raw', 'lz4_frame', 'snappy', 'gzip', 'zstd']

/** A generator of the same numbers each time: multiply-with-carry is no more than tests need. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const next = numbers(seed)
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = next() * 256
  return bytes
}

const WORDS =
  'the quick brown fox jumps over a lazy dog while tokens of every row are counted, masked and packed into sequences'

/** Lines of words, as text compresses. */
export function words(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const next = numbers(seed)
  const all = WORDS.split(' ')
  let text = ''
  while (text.length < length) {
    text += `{"id": ${Math.floor(next() * 1e6)}, "text": "`
    for (let i = 0; i < 12; i++) text += `${all[Math.floor(next() ** 2 * all.length)]} `
    text += '"}\n'
  }
  return new TextEncoder().encode(text.slice(0, length))
}

/** Whole numbers of four bytes, most of them small: what columns of token ids are. */
export function tokenIds(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const next = numbers(seed)
  const ids = Int32Array.from({ length: Math.ceil(length / 4) }, () => next() ** 4 * 50_000)
  return new Uint8Array(ids.buffer).slice(0, length)
}

/** Bytes of which few are frequent: the more so, the larger the seed. */
function skewed(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const next = numbers(seed)
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = next() ** (1 + seed) * 256
  return bytes
}

/** Each byte as often as the two before it together, in any order: what makes the longest of codes. */
function fibonacci(symbols: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = []
  for (let symbol = 0, count = 1, before = 0; symbol < symbols; symbol++) {
    for (let i = 0; i < count; i++) bytes.push(symbol * 9)
    ;[count, before] = [count + before, count]
  }
  const next = numbers(5)
  for (let i = bytes.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1))
    ;[bytes[i], bytes[other]] = [bytes[other] as number, bytes[i] as number]
  }
  return new Uint8Array(bytes)
}

export const joined = (...parts: Uint8Array<ArrayBuffer>[]) => concatBytes(parts)

const KIB = 1024
const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte)

/** Inputs by name: no bytes at all, the edges of windows, blocks and pieces, and what repeats near, far or never. */
export const plainCases: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
  'no byte': () => new Uint8Array(0),
  'one byte': () => filled(1, 7),
  'twelve bytes': () => words(12),
  'thirteen equal bytes': () => filled(13, 120),
  'every byte once': () => Uint8Array.from({ length: 256 }, (_, i) => i),
  'a run': () => filled(300 * KIB, 0),
  'a run over several pieces': () => filled(3 * KIB * KIB + 5, 65),
  'a run with something behind': () => joined(filled(200 * KIB, 1), words(50)),
  noise: () => noise(100 * KIB),
  'noise over several pieces': () => noise(5 * KIB * KIB + 1),
  words: () => words(300 * KIB),
  'words over several pieces': () => words(4 * KIB * KIB + 333),
  'token ids': () => tokenIds(600 * KIB),
  'token ids, then words, in many blocks': () => joined(tokenIds(2300 * KIB), words(400 * KIB)),
  'noise repeated within 64 KiB': () => joined(noise(60 * KIB), noise(60 * KIB), noise(60 * KIB)),
  'noise repeated beyond 64 KiB': () => joined(noise(90 * KIB), noise(90 * KIB), noise(90 * KIB)),
  'a megabyte repeated': () => joined(noise(1000 * KIB), noise(1000 * KIB)),
  'words behind noise of more than a piece': () => joined(noise(2500 * KIB), words(90 * KIB)),
  'noise that begins again at the edges of blocks': () => {
    const part = noise(4 * KIB, 3)
    return joined(noise(126 * KIB, 2), part, part, noise(120 * KIB, 4), part, part)
  },
  'skewed bytes without matches': () => noise(200 * KIB).map((byte) => Math.floor((byte * byte) / 1300)),
  'two different bytes in any order': () => noise(150 * KIB).map((byte) => byte & 1),
  'one byte among zeros': () => filled(140 * KIB, 0).fill(9, 70 * KIB, 70 * KIB + 1),
  'codes as long as they get': () => fibonacci(20),
  'bytes above 127': () => noise(150 * KIB).map((byte) => 128 + (byte >> 2)),
}

/** Sizes around the edges of windows, blocks and pieces. */
export const EDGE_SIZES: readonly number[] = [64 * KIB, 128 * KIB, 256 * KIB, 1024 * KIB, 4096 * KIB].flatMap(
  (size) => [size - 1, size, size + 1],
)

/** Bytes that repeat themselves near and far: words, runs and noise. */
export const plainParts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('noise', 'words'),
      length: fc.integer({ min: 1, max: 40 }),
      seed: fc.nat(9),
      times: fc.integer({ min: 1, max: 3000 }),
    }),
    fc.record({
      kind: fc.constantFrom('noise', 'words', 'token ids', 'skewed'),
      length: fc.integer({ min: 1, max: 40_000 }),
      seed: fc.nat(9),
      times: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({
      kind: fc.constant('noise'),
      length: fc.integer({ min: 1, max: 2 }),
      seed: fc.nat(),
      times: fc.integer({ min: 1, max: 20 }),
    }),
  ),
  { maxLength: 12 },
)
export type PlainPart = { kind: string; length: number; seed: number; times: number }

export function plainOf(parts: readonly PlainPart[]): Uint8Array<ArrayBuffer> {
  const make: Record<string, typeof noise> = { noise, words, skewed, 'token ids': tokenIds }
  return joined(
    ...parts.flatMap(({ kind, length, seed, times }) =>
      Array<Uint8Array<ArrayBuffer>>(times).fill((make[kind] as typeof noise)(length, seed)),
    ),
  )
}
