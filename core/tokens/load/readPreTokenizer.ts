import type { Normalizer } from '../normalize/normalizers.ts'
import { codePoints } from '../normalize/pieceNormalizer.ts'
import { wholeScanner } from '../scan/safeCuts.ts'
import type { Scanner } from '../scan/scanner.ts'
import { cl100kScanner, gpt2Scanner, o200kScanner } from '../scan/wordPatterns.ts'
import { asFlag, asObject, asText, type JsonObject, partsOf, typeOf, unsupported } from './jsonParts.ts'
import { leavesNone } from './readNormalizers.ts'

export interface PreTokenizer {
  /** How byte-level text is split; null for SentencePiece-style. */
  byteLevel: Scanner | null
  /** Whether SentencePiece-style text is split before every mark. */
  splitsAtMarks: boolean
  /** What it writes spaces as; null where they stay. */
  spaceMark: string | null
  prefix: { text: string; firstOnly: boolean } | null
  /** For people: `qwen2 pattern`. */
  name: string
}

/** U+2581, as SentencePiece writes a space. */
const SPACE_MARK = '\u2581'

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
  if (last === undefined) return { ...PLAIN, name: 'no pattern' }
  const [first] = parts
  if (parts.length === 1 && nameOf(last) === 'Metaspace') return readMetaspace(last)
  if (nameOf(last) !== 'ByteLevel' || parts.length > 2) {
    const odd = parts.find((part) => !['Split', 'ByteLevel'].includes(nameOf(part))) ?? last
    const name = parts.length > 2 ? `Sequence of ${parts.map(nameOf).join(', ')}` : nameOf(odd)
    throw unsupported(`pre_tokenizer ${name}`, `pre_tokenizer ${nameOf(odd)}`)
  }
  const prefixSpace = asFlag(last.add_prefix_space, 'pre_tokenizer ByteLevel.add_prefix_space')
  const ownPattern = asFlag(last.use_regex, 'pre_tokenizer ByteLevel.use_regex', true)
  if (parts.length === 1) {
    const prefix = prefixSpace ? { text: ' ', firstOnly: false } : null
    return ownPattern
      ? { ...PLAIN, byteLevel: gpt2Scanner, prefix, name: 'gpt2 pattern' }
      : { ...PLAIN, byteLevel: wholeScanner, prefix, name: 'no pattern' }
  }
  if (ownPattern) throw unsupported('pre_tokenizer ByteLevel with use_regex behind another', 'use_regex')
  if (prefixSpace) throw unsupported('pre_tokenizer ByteLevel with add_prefix_space behind another', 'add_prefix_space')
  const { name, scanner } = patternOf(first!)
  return { ...PLAIN, byteLevel: scanner, name }
}

const PLAIN: Omit<PreTokenizer, 'name'> = { byteLevel: null, splitsAtMarks: false, spaceMark: null, prefix: null }

/** `Metaspace`, SentencePiece's own. */
function readMetaspace(part: JsonObject): PreTokenizer {
  const where = 'pre_tokenizer Metaspace'
  const mark = asText(part.replacement, `${where}.replacement`)
  if (mark !== SPACE_MARK) throw unsupported(`${where} with ${JSON.stringify(mark.slice(0, 8))}`, where)
  const scheme = part.prepend_scheme
  if (scheme !== 'first' && scheme !== 'always' && scheme !== 'never') {
    throw unsupported(`${where} with the prepend_scheme ${scheme}`, where)
  }
  const splitsAtMarks = asFlag(part.split, `${where}.split`, true)
  const prefix = scheme === 'never' ? null : { text: mark, firstOnly: scheme === 'first' }
  const name = splitsAtMarks ? 'split at spaces' : 'no pattern'
  return { byteLevel: null, splitsAtMarks, spaceMark: mark, prefix, name }
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
