import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import { DEFAULT_PLAN_OPTIONS } from '../../packing/plan/packOptions.ts'
import { usualExportOptions } from '../exportOptions.ts'
import { outputDifference, sourceDifference } from './compareManifest.ts'
import { type Manifest, manifestText, readManifest } from './manifest.ts'
import { RELEASE } from './release.ts'
import type { ManifestSource, ManifestStep } from './stepShapes.ts'

const sha256 = 'ab'.repeat(32)
const source: ManifestSource = {
  kind: 'path',
  place: '/data/my set/é.jsonl',
  split: null,
  format: null,
  delimiter: null,
  header: null,
  files: [{ name: 'é.jsonl', bytes: 10, sha256, version: null }],
}
const pack = {
  ...DEFAULT_PLAN_OPTIONS,
  strategy: 'multipack' as const,
  sequenceLen: 512,
  column: 'input_ids',
  padTokenId: 0,
  eosTokenId: 2,
  labelPadId: -100,
  collator: 'v2' as const,
  padToMultipleOf: null,
}
const pad = {
  column: 'input_ids',
  batchSize: 4,
  side: 'right' as const,
  padToMultipleOf: 64,
  targetLength: null,
  order: 'shuffled' as const,
  shuffleSeed: 42,
  padTokenId: 0,
  labelPadId: -100,
}
const exact = { kind: 'exact' as const }
const dedup: Extract<ManifestStep, { kind: 'dedup' }> = {
  kind: 'dedup',
  key: { kind: 'row' },
  method: exact,
  keep: 'first',
  against: null,
  rows: 'kept',
}
const near = {
  kind: 'near' as const,
  column: 'text',
  ngramSize: 5,
  numPerm: 256,
  threshold: 0.7,
  bands: 25,
  rowsPerBand: 10,
  seed: 42,
}
const steps: ManifestStep[] = [
  dedup,
  {
    ...dedup,
    key: { kind: 'columns', columns: ['a', 'b'] },
    method: near,
    against: { kind: 'dataset', source, steps: [dedup] },
    rows: 'removed',
  },
  { ...dedup, against: { kind: 'hashes', source } },
  { kind: 'padLine', options: pad, line: 'cut' },
  { kind: 'packLine', options: pack, line: 'dropped' },
  { kind: 'pad', options: pad },
  { kind: 'pack', options: pack },
]
const manifest: Manifest = {
  release: RELEASE,
  parts: [{ split: null, source, steps }],
  columns: ['input_ids'],
  options: { ...usualExportOptions('hf_dataset'), shardSize: { by: 'bytes', bytes: 5 } },
  counts: { rows: 3, skippedRows: 1 },
  tokens: { packs: 3 },
  files: [
    { name: 'data-00000-of-00001.arrow', rows: 3, bytes: 99, sha256 },
    { name: 'train/state.json', rows: 0, bytes: 9, sha256 },
  ],
}
const read = (text: string) => readManifest(encodeUtf8(text), 'm.packscope.json')
const changed = (change: (value: Record<string, unknown>) => void) => {
  const value = JSON.parse(manifestText(manifest)) as Record<string, unknown>
  change(value)
  return JSON.stringify(value)
}

const firstPart = (value: Record<string, unknown>) => (value.parts as { source: object }[])[0]!

describe('a manifest', () => {
  it('comes back as it was written, the same bytes each time', () => {
    expect(read(manifestText(manifest))).toEqual(manifest)
    expect(manifestText(read(manifestText(manifest)))).toBe(manifestText(manifest))
  })

  it.each<[string, string, string]>([
    ['nothing', '', 'format/corrupt'],
    ['half of it', manifestText(manifest).slice(0, 400), 'format/corrupt'],
    ['a list', '[]', 'format/corrupt'],
    ['another JSON file', '{"name":"packscope","version":1}', 'format/corrupt'],
    ['one of a newer release', changed((value) => Object.assign(value, { version: 2, more: 1 })), 'format/unsupported'],
    ['one of no version', changed((value) => Object.assign(value, { version: '1' })), 'format/corrupt'],
    ['one with an unknown member', changed((value) => Object.assign(value, { also: 1 })), 'format/corrupt'],
    [
      'one with an unknown step',
      changed((value) => Object.assign(value, { parts: [{ split: null, source, steps: [{ kind: 'shuffle' }] }] })),
      'format/corrupt',
    ],
    [
      'one with a step of a hostile name',
      changed((value) => Object.assign(value, { parts: [{ split: null, source, steps: [{ kind: 'toString' }] }] })),
      'format/corrupt',
    ],
    [
      'a codec its format has not',
      changed((value) => Object.assign(value.options as object, { codec: 'zstd' })),
      'format/corrupt',
    ],
    [
      'a length that is none',
      changed((value) =>
        Object.assign(firstPart(value), { steps: [{ kind: 'pack', options: { ...pack, sequenceLen: 1e99 } }] }),
      ),
      'format/corrupt',
    ],
    ['of no part', changed((value) => Object.assign(value, { parts: [] })), 'format/corrupt'],
    [
      'of two parts of one name',
      changed((value) => Object.assign(value, { parts: ['a', 'a'].map((split) => ({ split, source, steps })) })),
      'format/corrupt',
    ],
    [
      'of two parts and one without a name',
      changed((value) => Object.assign(value, { parts: ['a', null].map((split) => ({ split, source, steps })) })),
      'format/corrupt',
    ],
    [
      'of a split that leads away',
      changed((value) => Object.assign(value, { parts: [{ split: 'a/b', source, steps }] })),
      'format/corrupt',
    ],
    [
      'a place with a zero byte',
      changed((value) => Object.assign(firstPart(value).source, { place: 'a\0b' })),
      'format/corrupt',
    ],
    [
      'a URL of another kind',
      changed((value) => Object.assign(firstPart(value).source, { kind: 'ftp' })),
      'format/corrupt',
    ],
  ])('is refused where it is %s', (_name, text, code) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ path: 'm.packscope.json' }) }),
    )
  })

  it.each(['../a', '/a', 'a/../b', 'a\\b', './a', 'a//b', 'a/..', '..', '.', 'a\0'])(
    'is refused with a file named %j',
    (name) => {
      const text = changed((value) => Object.assign((value.files as object[])[0]!, { name }))
      expect(() => read(text)).toThrow(expect.objectContaining({ code: 'format/corrupt' }))
    },
  )

  it('is refused where its steps lie in one another without end', () => {
    const text = changed((value) => Object.assign(firstPart(value), { steps: [] })).replace('"steps":[]', () =>
      deepSteps(20000),
    )
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'limit/exceeded' }))
  })

  function deepSteps(levels: number): string {
    const { against: _against, ...rest } = dedup
    const open = JSON.stringify(rest).slice(0, -1)
    const start = `{"kind":"dataset","source":${JSON.stringify(source)},"steps":[`
    return `"steps":[${`${open},"against":${start}`.repeat(levels)}${']}}'.repeat(levels)}]`
  }

  it('ends in a coded error or is whole, whatever is changed in it', () => {
    const places: [object, string][] = []
    const walk = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return
      for (const name of Object.keys(value)) {
        places.push([value, name])
        walk((value as Record<string, unknown>)[name])
      }
    }
    const value = JSON.parse(manifestText(manifest)) as Record<string, unknown>
    walk(value)
    const odd = fc.oneof(fc.constant(undefined), fc.jsonValue(), fc.constantFrom(-1, 1e99, '__proto__', 'constructor'))
    fc.assert(
      fc.property(fc.nat(places.length - 1), odd, (at, other) => {
        const [holder, name] = places[at]! as [Record<string, unknown>, string]
        const before = holder[name]
        holder[name] = other
        try {
          const again = read(JSON.stringify(value))
          expect(read(manifestText(again))).toEqual(again)
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError)
        } finally {
          holder[name] = before
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('what differs', () => {
  const file = source.files[0]!
  const now = (...files: Partial<typeof file>[]): ManifestSource => ({
    ...source,
    files: files.map((change) => ({ ...file, ...change })),
  })

  it('is told of a source', () => {
    expect(sourceDifference(source, now({ name: 'moved.jsonl' }))).toBeNull()
    expect(sourceDifference(source, now({ bytes: 11 }))).toBe('é.jsonl had 10 bytes, now has 11')
    expect(sourceDifference(source, now({ sha256: 'cd'.repeat(32) }))).toBe(
      'é.jsonl has other content of the same length',
    )
    expect(sourceDifference(source, now({}, {}))).toBe('1 files then, 2 now')
    expect(sourceDifference(now({ version: 'a', sha256: null }), now({ version: 'b', sha256: null }))).toBe(
      'é.jsonl is another version',
    )
    const five = Array.from({ length: 5 }, (_, at) => ({ name: `${at}` }))
    expect(sourceDifference(now(...five), now(...five.map(({ name }) => ({ name, bytes: 9 }))))).toBe(
      '0 had 10 bytes, now has 9; 1 had 10 bytes, now has 9; 2 had 10 bytes, now has 9; and 2 more',
    )
    expect(sourceDifference(now({}, { name: 'b' }), now({}, { name: 'c' }))).toBe('b then, c now')
  })

  it('is told of what was written', () => {
    const [first, second] = manifest.files as [Manifest['files'][0], Manifest['files'][0]]
    expect(outputDifference(manifest.files, manifest.files)).toBeNull()
    expect(outputDifference([first], [second])).toBe('data-00000-of-00001.arrow then, train/state.json now')
    expect(outputDifference([first], [{ ...first, rows: 4 }])).toBe('data-00000-of-00001.arrow had 3 rows, now has 4')
    expect(outputDifference([{ ...first, name: '' }], [{ ...first, name: '', bytes: 1 }])).toBe(
      'the file had 99 bytes, now has 1',
    )
    expect(outputDifference([first], [{ ...first, sha256: 'cd'.repeat(32) }])).toContain('other content')
    expect(outputDifference([first], [])).toBe('1 files then, 0 now')
  })
})
