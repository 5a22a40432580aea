import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../errors.ts'
import { idsOf, loadJson, tokenizerGolden } from '../../testing/tokenizers.ts'
import { loadTokenizer } from './loadTokenizer.ts'

const cl100k = tokenizerGolden('cl100k').file
const gemma = tokenizerGolden('gemma').file
type Part = Record<string, unknown>

/** Code and feature of the error that loading ends in. */
function failure(load: () => unknown): string {
  try {
    load()
  } catch (error) {
    if (error instanceof EngineError) return `${error.code} ${error.details.feature}`
    throw error
  }
  return 'loaded'
}

const withModel = (file: Part, change: Part) => ({ ...file, model: { ...(file.model as Part), ...change } })

describe('loadTokenizer', () => {
  it('says what it has loaded', () => {
    const tokenizer = loadJson(cl100k, { bos_token: '<s>', eos_token: { content: '</s>' }, pad_token: null })
    expect(tokenizer.info).toMatchObject({
      name: 'test',
      exactness: 'exact',
      pipeline: 'byte-level BPE, cl100k pattern',
    })
    expect(tokenizer.info.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(tokenizer.info.warnings).toEqual([])
    const bos = tokenizer.idOf('<s>')
    expect(tokenizer.special).toMatchObject({ bos, eos: tokenizer.idOf('</s>'), pad: null, unk: null })
    expect(tokenizer.special.special.has(bos!)).toBe(true)
    expect(tokenizer.tokenText(bos!)).toBe('<s>')
    expect(loadJson(tokenizerGolden('qwen2').file).info.pipeline).toBe('byte-level BPE, NFC, qwen2 pattern')
    expect(loadJson(gemma).info.pipeline).toBe('SentencePiece-style BPE, replace, no pattern')
  })

  it('knows the bytes of tokens', () => {
    const bytes = loadJson(cl100k)
    const [space] = idsOf(bytes, ' ')
    expect(Array.from(bytes.tokenBytes(space!))).toEqual([0x20])
    expect(bytes.tokenText(space!)).toBe('Ġ')
    const pieces = loadJson(gemma)
    expect(Array.from(pieces.tokenBytes(pieces.idOf('<0x0A>')!))).toEqual([10])
    expect(Array.from(pieces.tokenBytes(pieces.idOf('▁')!))).toEqual([0x20])
    for (const id of [-1, bytes.info.vocabSize, 1e9]) {
      expect(bytes.tokenBytes(id)).toHaveLength(0)
      expect(bytes.tokenText(id)).toBeNull()
    }
    expect(bytes.idOf('constructor')).toBeNull()
  })

  it('adds what only the config has, with the next ids', () => {
    const { vocabSize } = loadJson(cl100k).info
    const decoder = { 7: { content: '<a>', special: true }, 5: { content: '<b>' }, 1: { content: '<s>' } }
    const tokenizer = loadJson(cl100k, {
      added_tokens_decoder: decoder,
      pad_token: '<pad>',
      additional_special_tokens: ['<a>', '<c>'],
    })
    const ids = ['<b>', '<a>', '<pad>', '<c>'].map((token) => tokenizer.idOf(token))
    expect(ids).toEqual([0, 1, 2, 3].map((i) => vocabSize + i))
    expect(idsOf(tokenizer, 'a<pad>')).toEqual([...idsOf(tokenizer, 'a'), vocabSize + 2])
    expect(tokenizer.special.pad).toBe(vocabSize + 2)
  })

  it('has tokens called as properties of objects', () => {
    const vocab = { ...((cl100k.model as Part).vocab as Part), constructor: 900, length: 901 }
    const file = JSON.stringify(withModel(cl100k, { vocab })).replace('"length":901', '"length":901,"__proto__":902')
    const tokenizer = loadTokenizer({ name: 'test', tokenizerJson: new TextEncoder().encode(file) })
    expect(idsOf(tokenizer, 'constructor')).toEqual([900])
    expect(tokenizer.idOf('__proto__')).toBe(902)
    expect(idsOf(tokenizer, 'length')).toEqual([901])
  })

  it('reads models without a type, and merges as text', () => {
    const { type: _, ...model } = gemma.model as Part
    const merges = (model.merges as string[][]).map((pair) => pair.join(' '))
    const text = 'the rows <b> of a file'
    expect(idsOf(loadJson({ ...gemma, model: { ...model, merges } }), text)).toEqual(idsOf(loadJson(gemma), text))
  })

  it('warns where transformers makes something else of it', () => {
    const odd = loadJson(tokenizerGolden('odd_ids').file)
    expect(odd.info.warnings).toEqual([expect.stringContaining('another id than tokenizer.json says, the first <s>')])
    const llama = loadJson(cl100k, { tokenizer_class: 'LlamaTokenizerFast', bos_token: '<s>', add_bos_token: false })
    expect(llama.info.warnings).toEqual([
      expect.stringContaining('transformers 5 replaces its pre-tokenizer'),
      expect.stringContaining('add_bos_token is false'),
    ])
  })

  it('refuses by name what it does not read', () => {
    const refused = (file: unknown) => failure(() => loadJson(file))
    expect(refused(withModel(cl100k, { type: 'WordPiece' }))).toBe('format/unsupported model WordPiece')
    expect(refused(withModel(cl100k, { type: 'Unigram' }))).toBe('format/unsupported model Unigram')
    expect(refused(withModel(cl100k, { end_of_word_suffix: '</w>' }))).toBe('format/unsupported end_of_word_suffix')
    expect(refused(withModel(cl100k, { dropout: 0.1 }))).toBe('format/unsupported dropout')
    expect(refused({ ...cl100k, normalizer: { type: 'BertNormalizer' } })).toBe(
      'format/unsupported normalizer BertNormalizer',
    )
    expect(refused({ ...cl100k, pre_tokenizer: { type: 'Whitespace' } })).toBe(
      'format/unsupported pre_tokenizer Whitespace',
    )
    const split = { type: 'Split', pattern: { Regex: '\\p{L}+' }, behavior: 'Isolated', invert: false }
    const bytes = { type: 'ByteLevel', add_prefix_space: false, use_regex: false }
    const sequence = { type: 'Sequence', pretokenizers: [split, bytes] }
    expect(refused({ ...cl100k, pre_tokenizer: sequence })).toBe('format/unsupported pre_tokenizer pattern')
    expect(refused({ ...gemma, normalizer: null })).toBe('format/unsupported pre_tokenizer Split')
    expect(refused({ ...cl100k, post_processor: { type: 'Other' } })).toBe('format/unsupported post_processor Other')
    expect(refused(withModel(cl100k, { vocab: { a: 0 }, merges: [] }))).toBe('format/unsupported model.vocab')
    expect(refused(withModel(cl100k, { vocab: { a: 4e9 }, merges: [] }))).toBe('format/unsupported model.vocab')
    expect(refused({ ...cl100k, added_tokens: [{ content: 'x'.repeat(5000) }] })).toBe(
      'format/unsupported added_tokens',
    )
    let deep: unknown = { type: 'NFC' }
    for (let i = 0; i < 1000; i++) deep = { type: 'Sequence', normalizers: [deep] }
    expect(refused({ ...cl100k, normalizer: deep })).toBe('format/unsupported normalizer')
  })

  it('tells broken files from others', () => {
    const broken = (file: unknown) => failure(() => loadJson(file))
    const load = (bytes: Uint8Array) => failure(() => loadTokenizer({ name: 'test', tokenizerJson: bytes }))
    expect(load(new Uint8Array(0))).toBe('format/corrupt tokenizer.json')
    expect(load(Uint8Array.of(0x7b, 0xff))).toBe('format/corrupt tokenizer.json')
    expect(broken([])).toBe('format/corrupt tokenizer.json')
    expect(broken({})).toBe('format/corrupt model')
    expect(broken(withModel(cl100k, { merges: ['a'] }))).toBe('format/corrupt model.merges')
    expect(broken(withModel(cl100k, { merges: ['a b c'] }))).toBe('format/corrupt model.merges')
    expect(broken(withModel(cl100k, { merges: [['zz', 'a']] }))).toBe('format/corrupt model.merges')
    expect(broken(withModel(cl100k, { vocab: { a: -1 } }))).toBe('format/corrupt model.vocab')
    expect(broken(withModel(cl100k, { vocab: { '\ud800': 1 } }))).toBe('format/corrupt model.vocab')
    expect(broken(withModel(gemma, { unk_token: '<none>' }))).toBe('format/corrupt model.unk_token')
    expect(broken({ ...cl100k, added_tokens: [1] })).toBe('format/corrupt added_tokens')
    expect(failure(() => loadJson(cl100k, { bos_token: 5 }))).toBe('format/corrupt bos_token')
  })

  it('never ends in anything but a coded error, whatever a part is replaced by', () => {
    const places = ['model', 'normalizer', 'pre_tokenizer', 'post_processor', 'added_tokens'] as const
    const inner = ['type', 'vocab', 'merges', 'normalizers', 'pretokenizers', 'single', 'special_tokens', 'pattern']
    fc.assert(
      fc.property(
        fc.constantFrom(cl100k, gemma),
        fc.constantFrom(...places),
        fc.constantFrom('', ...inner),
        fc.jsonValue(),
        (file, place, key, value) => {
          const part = key === '' ? value : { ...(file[place] as Part), [key]: value }
          expect(failure(() => loadJson({ ...file, [place]: part }))).toMatch(
            /^(format\/(corrupt|unsupported) |loaded$)/,
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('limits', () => {
  it('refuses text that grows beyond memory', () => {
    const grow = (pattern: string) => ({ type: 'Replace', pattern: { String: pattern }, content: 'a'.repeat(64) })
    const normalizers = [grow('x'), grow('a'), grow('a'), grow('a'), grow('a'), grow('a')]
    const growing = { ...gemma, pre_tokenizer: null, normalizer: { type: 'Sequence', normalizers } }
    expect(failure(() => loadJson(growing))).toBe('limit/exceeded normalizer')
    expect(
      failure(() => loadJson({ ...growing, normalizer: { type: 'Sequence', normalizers: normalizers.slice(0, 4) } })),
    ).toBe('format/unsupported added_tokens')
    const tokenizer = loadJson({ ...growing, added_tokens: [] })
    const bytes = new TextEncoder().encode('xx')
    expect(failure(() => tokenizer.count(bytes, 0, 2, false))).toBe('limit/exceeded normalizer')
    expect(failure(() => tokenizer.encodeText('xx', false))).toBe('limit/exceeded normalizer')
    expect(failure(() => tokenizer.encodeText('x'.repeat((1 << 25) + 1), false))).toBe('limit/exceeded tokens')
  })
})

describe('long words', () => {
  it.each(['metaspace_always', 'metaspace_first', 'gemma'])('%s encodes a million cuts, marks and spaces', (name) => {
    const tokenizer = loadJson(tokenizerGolden(name).file)
    for (const text of ['=/', '▁', ' ', ' =', '字', 'ab']) {
      const bytes = new TextEncoder().encode(text.repeat(500_000))
      expect(tokenizer.count(bytes, 0, bytes.length, false)).toBeGreaterThan(1000)
    }
  })

  it.each(['cl100k', 'whole', 'gemma', 'unknown'])('%s encodes one of a million characters', (name) => {
    const tokenizer = loadJson(tokenizerGolden(name).file)
    const bytes = new TextEncoder().encode('rowrows'.repeat(150_000))
    const sink = { ids: new Int32Array(0), length: 0 }
    tokenizer.encode(bytes, 0, bytes.length, sink, false)
    expect(tokenizer.count(bytes, 0, bytes.length, false)).toBe(sink.length)
    const length = sink.ids.subarray(0, sink.length).reduce((sum, id) => sum + tokenizer.tokenBytes(id).length, 0)
    expect(length).toBe(bytes.length + (name === 'unknown' ? 1 : 0))
  })
})
