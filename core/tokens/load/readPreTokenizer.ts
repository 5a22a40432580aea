import type { Normalizer } from '../normalize/normalizers.ts'
import { codePoints } from '../normalize/pieceNormalizer.ts'
import { wholeScanner } from '../scan/safeCuts.ts'
import type { Scanner } from '../scan/scanner.ts'
import { cl100kScanner, gpt2Scanner, o200kScanner } from '../scan/wordPatterns.ts'
import { asFlag, asObject, asText, type JsonObject, partsOf, typeOf, unsupported } from './jsonParts.ts'
import { leavesNone } from './readNormalizers.ts'

export interface PreTokenizer {
  /** Null: the text is not split, SentencePiece-style. */
  byteLevel: { scanner: Scanner; prefixSpace: boolean } | null
  /** For people: `qwen2 pattern`. */
  name: string
}

const CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
const SYMBOLS_AND_SPACE = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+'
const CASED = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]'
const SMALL = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]'
const BEFORE = '[^\\r\\n\\p{L}\\p{N}]?'

/** Patterns with a scanner of their own, by their exact text. All of them match any text from end to end. */
const PATTERNS: ReadonlyMap<string, { name: string; scanner: Scanner }> = new Map([
  [
    `${CONTRACTIONS}|${BEFORE}\\p{L}+|\\p{N}{1,3}|${SYMBOLS_AND_SPACE}`,
    { name: 'cl100k pattern', scanner: cl100kScanner(3) },
  ],
  [
    `${CONTRACTIONS}|${BEFORE}\\p{L}+|\\p{N}|${SYMBOLS_AND_SPACE}`,
    { name: 'qwen2 pattern', scanner: cl100kScanner(1) },
  ],
  [
    `${BEFORE}${CASED}*${SMALL}+${CONTRACTIONS}?|${BEFORE}${CASED}+${SMALL}*${CONTRACTIONS}?|\\p{N}{1,3}|${SYMBOLS_AND_SPACE.replace('[\\r\\n]*', '[\\r\\n/]*')}`,
    { name: 'o200k pattern', scanner: o200kScanner },
  ],
  [
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
    { name: 'gpt2 pattern', scanner: gpt2Scanner },
  ],
])

/** @throws EngineError `format/unsupported` with the pre-tokenizer or the pattern that is not read */
export function readPreTokenizer(value: unknown, normalizers: readonly Normalizer[]): PreTokenizer {
  const parts = partsOf(value, 'pre_tokenizer', 'pretokenizers').filter((part) => !neverSplits(part, normalizers))
  const last = parts[parts.length - 1]
  if (last === undefined) return { byteLevel: null, name: 'no pattern' }
  const [first] = parts
  if (typeOf(last, 'pre_tokenizer') !== 'ByteLevel' || parts.length > 2) {
    const odd = parts.find((part) => !['Split', 'ByteLevel'].includes(typeOf(part, 'pre_tokenizer'))) ?? last
    const name = parts.length > 2 ? `Sequence of ${parts.map((part) => typeOf(part, '')).join(', ')}` : nameOf(odd)
    throw unsupported(`pre_tokenizer ${name}`, `pre_tokenizer ${nameOf(odd)}`)
  }
  const prefixSpace = asFlag(last.add_prefix_space, 'pre_tokenizer ByteLevel.add_prefix_space')
  const ownPattern = asFlag(last.use_regex, 'pre_tokenizer ByteLevel.use_regex', true)
  if (parts.length === 1) {
    return ownPattern
      ? { byteLevel: { scanner: gpt2Scanner, prefixSpace }, name: 'gpt2 pattern' }
      : { byteLevel: { scanner: wholeScanner, prefixSpace }, name: 'no pattern' }
  }
  if (ownPattern) throw unsupported('pre_tokenizer ByteLevel with use_regex behind another', 'use_regex')
  if (prefixSpace) throw unsupported('pre_tokenizer ByteLevel with add_prefix_space behind another', 'add_prefix_space')
  const { name, scanner } = patternOf(first!)
  return { byteLevel: { scanner, prefixSpace }, name }
}

function nameOf(part: JsonObject): string {
  return typeOf(part, 'pre_tokenizer')
}

/** A split at a text that the normalizers leave none of, as Gemma has it. */
function neverSplits(part: JsonObject, normalizers: readonly Normalizer[]): boolean {
  if (typeOf(part, 'pre_tokenizer') !== 'Split' || asFlag(part.invert, 'pre_tokenizer Split.invert')) return false
  const pattern = asObject(part.pattern, 'pre_tokenizer Split.pattern')
  return 'String' in pattern && leavesNone(normalizers, codePoints(asText(pattern.String, 'pre_tokenizer Split')))
}

function patternOf(part: JsonObject): { name: string; scanner: Scanner } {
  const type = nameOf(part)
  if (type !== 'Split') throw unsupported(`pre_tokenizer ${type} before ByteLevel`, `pre_tokenizer ${type}`)
  const pattern = asObject(part.pattern, 'pre_tokenizer Split.pattern')
  if (!('Regex' in pattern)) throw unsupported('pre_tokenizer Split at a text before ByteLevel', 'pre_tokenizer Split')
  const regex = asText(pattern.Regex, 'pre_tokenizer Split.pattern')
  const known = PATTERNS.get(regex)
  if (known === undefined) throw unsupported(`pre_tokenizer Split at ${regex.slice(0, 200)}`, 'pre_tokenizer pattern')
  const behavior = asText(part.behavior, 'pre_tokenizer Split.behavior')
  const invert = asFlag(part.invert, 'pre_tokenizer Split.invert')
  // Nothing is between matches, so that to keep each and to remove what is between them is the same.
  if ((behavior === 'Isolated' && !invert) || (behavior === 'Removed' && invert)) return known
  throw unsupported(`pre_tokenizer Split with ${behavior}${invert ? ', inverted' : ''}`, 'pre_tokenizer Split')
}
