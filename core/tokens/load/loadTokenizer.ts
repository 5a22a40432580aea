import { encodeUtf8 } from '../../bytes/utf8.ts'
import { Sha256Hasher } from '../../hashing/sha256.ts'
import { type AddedToken, addTokens } from '../added/addedToken.ts'
import { AddedTokens } from '../added/addedTokens.ts'
import { BpeTokenizer } from '../bpe/bpeTokenizer.ts'
import { byteLevelBytes } from '../bpe/byteLetters.ts'
import { Vocabulary } from '../bpe/vocabulary.ts'
import type { Normalizer } from '../normalize/normalizers.ts'
import { codePoints, PieceNormalizer } from '../normalize/pieceNormalizer.ts'
import type { Tokenizer } from '../tokenizer.ts'
import { asObject, type JsonObject, parseObject, unsupported } from './jsonParts.ts'
import { MAX_CONTENT, readAddedTokens } from './readAddedTokens.ts'
import { type Bpe, readBpe } from './readBpe.ts'
import { readConfig } from './readConfig.ts'
import { readNormalizers } from './readNormalizers.ts'
import { readPostProcessor } from './readPostProcessor.ts'
import { readPreTokenizer } from './readPreTokenizer.ts'
import { configWarnings, idWarnings } from './warnings.ts'

/** Files of a tokenizer's folder, as they are. */
export interface TokenizerFiles {
  /** What to call it. */
  name: string
  tokenizerJson: Uint8Array
  tokenizerConfig?: Uint8Array
  specialTokensMap?: Uint8Array
}

/**
 * Reads a tokenizer with a BPE model, byte-level or SentencePiece-style. `truncation` and `padding` of the file are left
 * aside, as transformers sets them anew at every call.
 * @throws EngineError `format/corrupt` for broken files; `format/unsupported` with the part that is not read;
 *   `limit/exceeded` for files that are too large
 */
export function loadTokenizer(files: TokenizerFiles): Tokenizer {
  const json = parseObject(files.tokenizerJson, 'tokenizer.json')
  const config = readConfig(
    files.tokenizerConfig === undefined ? {} : parseObject(files.tokenizerConfig, 'tokenizer_config.json'),
    files.specialTokensMap === undefined ? {} : parseObject(files.specialTokensMap, 'special_tokens_map.json'),
  )
  const modelPart = asObject(json.model, 'model')
  requireBpe(modelPart)
  const normalizers = readNormalizers(json.normalizer)
  const pre = readPreTokenizer(json.pre_tokenizer, normalizers)
  const post = readPostProcessor(json.post_processor)
  const bpe = readBpe(modelPart, pre.byteLevel !== null, pre.splitsAtMarks)

  const declared = readAddedTokens(json.added_tokens)
  const added: AddedToken[] = []
  const modelId = (content: string) => bpe.vocabulary.get(content)
  addTokens(added, declared, modelId, bpe.vocabulary.size)
  const warnings = idWarnings(declared, added)
  addTokens(added, config.extra, modelId, bpe.vocabulary.size)

  const normalizer = normalizers.length === 0 ? null : new PieceNormalizer(normalizers)
  const { vocabulary, ids } = allTokens(bpe, added, pre.byteLevel !== null, pre.spaceMark ?? spaceMark(normalizers))
  const idOf = (content: string | null) => (content === null ? null : (ids.get(content) ?? null))
  const special = {
    bos: idOf(config.bos),
    eos: idOf(config.eos),
    pad: idOf(config.pad),
    unk: idOf(config.unk) ?? bpe.unknown,
    added: new Map(added.map((token) => [token.content, token.id])),
    special: new Set(added.filter((token) => token.special).map((token) => token.id)),
  }
  const rawTokens = added.filter((token) => !token.normalized)
  const normalizedTokens = added.filter((token) => token.normalized)
  const hasher = new Sha256Hasher()
  hasher.update(files.tokenizerJson)
  return new BpeTokenizer({
    info: {
      name: files.name,
      vocabSize: vocabulary.size,
      exactness: 'exact',
      sha256: hasher.digest(),
      pipeline: [
        pre.byteLevel === null ? 'SentencePiece-style BPE' : 'byte-level BPE',
        ...normalizers.map((step) => (step.kind.startsWith('nf') ? step.kind.toUpperCase() : step.kind)),
        pre.name,
      ].join(', '),
      warnings: [...warnings, ...configWarnings(config, pre.byteLevel !== null, post, special)],
    },
    special,
    vocabulary,
    post,
    pipeline: {
      rawTokens: new AddedTokens(rawTokens, rawTokens.map(contentOf)),
      normalizer,
      normalizedTokens: new AddedTokens(
        normalizedTokens,
        normalizedTokens.map((token) => normalizedContent(token, normalizer)),
      ),
      spaceMark: pre.spaceMark === null ? null : new PieceNormalizer([spacesAs(pre.spaceMark)]),
      prefix: pre.prefix === null ? null : { bytes: encodeUtf8(pre.prefix.text), firstOnly: pre.prefix.firstOnly },
      scanner: pre.byteLevel ?? bpe.cuts,
      model: bpe.model,
      byteLengths: bpe.byteLengths,
    },
  })
}

/** What a token is looked for as in normalized text. */
function normalizedContent({ content }: AddedToken, normalizer: PieceNormalizer | null): string {
  const normalized = normalizer === null ? content : normalizer.normalizeText(content)
  if (normalized.length <= MAX_CONTENT * 4) return normalized
  throw unsupported(`an added token of ${normalized.length} normalized characters`, 'added_tokens')
}

function spacesAs(mark: string): Normalizer {
  return { kind: 'replace', pattern: codePoints(' '), text: codePoints(mark) }
}

function contentOf(token: AddedToken): string {
  return token.content
}

/** Old files do not say what their model is; those with merges are BPE. */
function requireBpe(model: JsonObject): void {
  const type = model.type ?? (model.merges === undefined ? 'without a type' : 'BPE')
  if (type !== 'BPE') throw unsupported(`model ${type}`, `model ${type}`)
}

/** The character that stands for a space in the vocabulary; empty where none does. */
function spaceMark(normalizers: ReturnType<typeof readNormalizers>): string {
  const [space] = codePoints(' ')
  for (const step of normalizers) {
    if (step.kind === 'replace' && step.pattern.length === 1 && step.pattern[0] === space && step.text.length === 1) {
      return String.fromCodePoint(step.text[0]!)
    }
  }
  return ''
}

function allTokens(
  bpe: Bpe,
  added: readonly AddedToken[],
  byteLevel: boolean,
  mark: string,
): { vocabulary: Vocabulary; ids: ReadonlyMap<string, number> } {
  let size = 0
  for (const id of bpe.vocabulary.values()) size = Math.max(size, id + 1)
  for (const { id } of added) size = Math.max(size, id + 1)
  const texts = new Array<string | undefined>(size).fill(undefined)
  const ids = new Map(bpe.vocabulary)
  for (const [text, id] of bpe.vocabulary) texts[id] = text
  for (const { content, id } of added) {
    texts[id] = content
    ids.set(content, id)
  }
  const addedIds = new Set(added.map((token) => token.id))
  const bytesOf = (text: string, id: number): Uint8Array => {
    if (addedIds.has(id)) return encodeUtf8(text)
    if (byteLevel) return byteLevelBytes(text) ?? encodeUtf8(text)
    const byte = bpe.byteTokens.get(id)
    if (byte !== undefined) return Uint8Array.of(byte)
    return encodeUtf8(mark === '' ? text : text.replaceAll(mark, ' '))
  }
  return { vocabulary: new Vocabulary(texts, ids, bytesOf), ids }
}
