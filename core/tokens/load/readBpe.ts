import { encodeUtf8 } from '../../bytes/utf8.ts'
import { ByteAlphabet, CharacterAlphabet } from '../bpe/alphabet.ts'
import { BpeModel } from '../bpe/bpeModel.ts'
import { BYTE_LETTERS, byteLevelBytes } from '../bpe/byteLetters.ts'
import { PairTable } from '../bpe/pairTable.ts'
import { WordTable } from '../bpe/wordTable.ts'
import { safeCutScanner, uncutScanner, wholeScanner } from '../scan/safeCuts.ts'
import type { Scanner } from '../scan/scanner.ts'
import { asFlag, asList, asObject, asText, corrupt, type JsonObject, unsupported } from './jsonParts.ts'

/** Ids are below it: tables are as long as the greatest one. */
export const MAX_VOCABULARY = 1 << 23

export interface Bpe {
  model: BpeModel
  vocabulary: ReadonlyMap<string, number>
  /** How the words of a SentencePiece-style model may be cut without a change; for byte-level the whole text. */
  cuts: Scanner
  unknown: number | null
  /** Ids of the tokens `<0xNN>` that are used for bytes, with the byte. */
  byteTokens: ReadonlyMap<number, number>
  /** Bytes of text of each id, where they are the same wherever it stands (byte-level); else null. */
  byteLengths: Int32Array | null
}

/**
 * @param byteLevel whether words come as the letters of bytes
 * @param splitsAtMarks whether words of other models begin at every mark
 * @throws EngineError `format/corrupt` for merges of tokens that are none; `format/unsupported` with the option not read
 */
export function readBpe(part: JsonObject, byteLevel: boolean, splitsAtMarks: boolean): Bpe {
  for (const option of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    if (part[option] !== undefined && part[option] !== null && part[option] !== '') {
      throw unsupported(`model BPE with ${option}`, option)
    }
  }
  if (part.dropout) throw unsupported('model BPE with dropout', 'dropout')
  const vocabulary = readVocabulary(part.vocab)
  const merges = readMerges(part.merges)
  const pairs = new PairTable(merges.length)
  for (const [rank, [left, right]] of merges.entries()) {
    pairs.put(idOf(vocabulary, left), idOf(vocabulary, right), rank, idOf(vocabulary, left + right))
  }
  const words = asFlag(part.ignore_merges, 'model.ignore_merges', false) ? wordTable(vocabulary, byteLevel) : null
  const unknownToken = part.unk_token ?? null
  const unknown = unknownToken === null ? null : (vocabulary.get(asText(unknownToken, 'model.unk_token')) ?? null)
  if (byteLevel) {
    const model = new BpeModel({ alphabet: byteAlphabet(vocabulary), pairs, words })
    const byteLengths = lengthsOf(vocabulary)
    return { model, vocabulary, cuts: wholeScanner, unknown, byteTokens: new Map(), byteLengths }
  }
  if (unknownToken !== null && unknown === null)
    throw corrupt(`unk_token ${unknownToken} is no token`, 'model.unk_token')
  const byteTokens = asFlag(part.byte_fallback, 'model.byte_fallback', false) ? readByteTokens(vocabulary) : null
  const alphabet = characterAlphabet(vocabulary, {
    bytes: byteTokens,
    unknown: unknown ?? -1,
    fuseUnknown: asFlag(part.fuse_unk, 'model.fuse_unk', false),
  })
  const allSpelled = unknown !== null || (byteTokens !== null && !byteTokens.includes(-1))
  const plain = words === null && allSpelled && !mergesOddTokens(merges, vocabulary, byteTokens, unknown)
  return {
    model: new BpeModel({ alphabet, pairs, words }),
    vocabulary,
    cuts: plain
      ? safeCutScanner(merges, (point) => alphabet.idOf(point) >= 0, splitsAtMarks)
      : uncutScanner(splitsAtMarks),
    unknown,
    byteTokens: new Map(Array.from(byteTokens ?? [], (id, byte) => [id, byte] as const).filter(([id]) => id >= 0)),
    byteLengths: null,
  }
}

function readVocabulary(value: unknown): Map<string, number> {
  const vocabulary = new Map<string, number>()
  const taken = new Set<number>()
  // Never by key: tokens are called `constructor` and `__proto__` too.
  for (const [token, id] of Object.entries(asObject(value, 'model.vocab'))) {
    if (!Number.isInteger(id) || (id as number) < 0) throw corrupt(`token ${token} without an id`, 'model.vocab')
    if ((id as number) >= MAX_VOCABULARY) throw unsupported(`the id ${id}`, 'model.vocab')
    if (taken.has(id as number)) throw unsupported(`the id ${id} of two tokens`, 'model.vocab')
    taken.add(id as number)
    vocabulary.set(asText(token, 'model.vocab'), id as number)
  }
  return vocabulary
}

/** Merges as `"a b"` or `["a", "b"]`, by rank. */
function readMerges(value: unknown): (readonly [string, string])[] {
  const merges: (readonly [string, string])[] = []
  for (const entry of asList(value, 'model.merges')) {
    if (typeof entry === 'string') {
      if (entry.startsWith('#version')) continue
      const space = entry.indexOf(' ')
      if (space < 0 || entry.includes(' ', space + 1)) {
        throw corrupt(`merge ${merges.length} is not of two tokens`, 'model.merges')
      }
      merges.push([entry.slice(0, space), entry.slice(space + 1)])
    } else {
      const pair = asList(entry, 'model.merges')
      if (pair.length !== 2) throw corrupt(`merge ${merges.length} is of ${pair.length} tokens`, 'model.merges')
      merges.push([asText(pair[0], 'model.merges'), asText(pair[1], 'model.merges')])
    }
  }
  return merges
}

function idOf(vocabulary: ReadonlyMap<string, number>, token: string): number {
  const id = vocabulary.get(token)
  if (id === undefined)
    throw corrupt(`a merge with ${JSON.stringify(token.slice(0, 100))}, which is no token`, 'model.merges')
  return id
}

function wordTable(vocabulary: ReadonlyMap<string, number>, byteLevel: boolean): WordTable {
  const words: { bytes: Uint8Array; id: number }[] = []
  for (const [token, id] of vocabulary) {
    const bytes = byteLevel ? byteLevelBytes(token) : encodeUtf8(token)
    if (bytes !== null && bytes.length > 0) words.push({ bytes, id })
  }
  return new WordTable(words)
}

/** A byte-level token has a letter for each byte. */
function lengthsOf(vocabulary: ReadonlyMap<string, number>): Int32Array {
  let size = 0
  for (const id of vocabulary.values()) size = Math.max(size, id + 1)
  const lengths = new Int32Array(size)
  for (const [token, id] of vocabulary) lengths[id] = token.length
  return lengths
}

function byteAlphabet(vocabulary: ReadonlyMap<string, number>): ByteAlphabet {
  const ids = Int32Array.from(BYTE_LETTERS, (letter) => vocabulary.get(letter) ?? -1)
  const missing = ids.indexOf(-1)
  if (missing >= 0) throw unsupported(`a byte-level vocabulary without byte ${missing}`, 'model.vocab')
  return new ByteAlphabet(ids)
}

function readByteTokens(vocabulary: ReadonlyMap<string, number>): Int32Array {
  return Int32Array.from(BYTE_LETTERS, (_, byte) => {
    return vocabulary.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`) ?? -1
  })
}

function characterAlphabet(
  vocabulary: ReadonlyMap<string, number>,
  options: ConstructorParameters<typeof CharacterAlphabet>[1],
): CharacterAlphabet {
  const characters: [number, number][] = []
  for (const [token, id] of vocabulary) {
    const point = token.codePointAt(0)
    if (point !== undefined && token.length === (point > 0xffff ? 2 : 1)) characters.push([point, id])
  }
  return new CharacterAlphabet(characters, options)
}

/** Whether merges join tokens that do not stand for what they are written as: bytes and unknown characters. */
function mergesOddTokens(
  merges: readonly (readonly [string, string])[],
  vocabulary: ReadonlyMap<string, number>,
  byteTokens: Int32Array | null,
  unknown: number | null,
): boolean {
  const odd = new Set([...(byteTokens ?? []), unknown])
  return merges.some((merge) => merge.some((token) => odd.has(vocabulary.get(token)!)))
}
