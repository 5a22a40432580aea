import { expect, test } from 'vitest'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { DedupSpec } from '../../../app/protocol/dedup.ts'
import type { PackOptions, PackSummary, PadOptions } from '../../../app/protocol/packing.ts'
import { optimalBands } from '../../../core/dedup/near/optimalBands.ts'
import { type ExportFormat, usualExportOptions } from '../../../core/export/exportOptions.ts'
import { commandFor } from './command.ts'
import type { AgainstPlace } from './dedupFlags.ts'
import type { CommandTarget } from './exportFlags.ts'
import { shellWord } from './shellWord.ts'

const source = {
  name: 'chat.jsonl',
  kind: 'source',
  tokenColumn: 'input_ids',
  source: { kind: 'path', path: '/d/chat.jsonl' },
} as DatasetInfo
const summary = { strategy: 'bfd', sequenceLen: 4096, column: 'text' } as PackSummary

test.each([
  ['/d/chat.jsonl', '/d/chat.jsonl'],
  ['/my data/a.jsonl', `'/my data/a.jsonl'`],
  [`it's`, `'it'\\''s'`],
  ['$(rm -rf)', `'$(rm -rf)'`],
  ['', `''`],
  ['~/x', `'~/x'`],
])('shellWord(%s)', (word, quoted) => expect(shellWord(word)).toBe(quoted))

const targetOf = (format: ExportFormat, out: string, change: Partial<CommandTarget> = {}): CommandTarget => ({
  options: usualExportOptions(format),
  columns: null,
  manifest: true,
  out,
  ...change,
})
const chat = targetOf('arrow', 'chat.arrow')

test('export of all or some columns', () => {
  const command = (columns: string[] | null) => commandFor(source, '/d/chat.jsonl', null, { ...chat, columns })
  expect(command(null)).toBe('packscope export /d/chat.jsonl -o chat.arrow')
  expect(command(['id', 'a b'])).toBe(`packscope export /d/chat.jsonl -o chat.arrow --columns 'id,a b'`)
  expect(command(['a,b', 'c'])).toBe('packscope export /d/chat.jsonl -o chat.arrow --columns a,b --columns c')
  expect(command(['a,b'])).toBeNull() // would be taken for two
  expect(command([''])).toBeNull()
})

test('a format the suffix does not tell is named', () => {
  const command = (out: string) => commandFor(source, '/d/c.jsonl', null, targetOf('arrow-stream', out))
  expect(command('chat.arrow')).toMatch(/-o chat\.arrow --format arrow-stream$/)
  expect(command('chat.arrows')).toMatch(/-o chat\.arrows$/)
})

test('how a CSV is read is told', () => {
  const command = (read: object) => commandFor(source, '/d/c.csv', null, null, read)
  expect(command({})).toBe('packscope export /d/c.csv')
  expect(command({ header: false, delimiter: '\t' })).toBe('packscope export /d/c.csv --header no --delimiter tab')
  expect(command({ header: true, delimiter: ';' })).toBe(`packscope export /d/c.csv --header yes --delimiter ';'`)
})

test('every option that is not the usual one is named', () => {
  const flags = (format: ExportFormat, out: string, change: object = {}, target: Partial<CommandTarget> = {}) =>
    commandFor(
      source,
      '/d/c.jsonl',
      null,
      targetOf(format, out, { options: { ...usualExportOptions(format), ...change }, ...target }),
    )?.replace('packscope export /d/c.jsonl ', '')
  expect(flags('parquet', 'c.parquet')).toBe('-o c.parquet')
  expect(flags('parquet', 'c.parquet', { codec: 'snappy', rowGroupRows: 5000 })).toBe(
    '-o c.parquet --compression snappy --row-group-rows 5000',
  )
  expect(flags('feather', 'c.feather', { codec: 'none' })).toBe('-o c.feather --compression none')
  expect(flags('csv', 'c.csv.gz', { compression: 'gzip', header: false, nested: 'json' })).toBe(
    '-o c.csv.gz --nested json --no-header',
  )
  expect(flags('csv', 'c', { compression: 'zstd', shardSize: { by: 'rows', rows: 1000 } })).toBe(
    '-o c --format csv --compression zstd --shard-size 1000rows',
  )
  expect(flags('jsonl', 'c', { shardSize: { by: 'bytes', bytes: 500e6 } })).toBe(
    '-o c --format jsonl --shard-size 500MB',
  )
  expect(
    flags('hf_dataset', 'c', { preset: 'axolotl', shardSize: { by: 'count', count: 4 } }, { manifest: false }),
  ).toBe('-o c --format hf_dataset --num-shards 4 --preset axolotl --no-manifest')
})

const usual: PackOptions = {
  strategy: 'bfd',
  sequenceLen: 4096,
  column: 'text',
  padTokenId: 0,
  eosTokenId: 2,
  labelPadId: -100,
  excess: 'truncate',
  groupSize: 100_000,
  binSize: 200,
  microBatchSize: 1,
  realBatches: false,
  dropLast: false,
  shuffleSeed: null,
  collator: 'v2',
  padToMultipleOf: null,
  swiftFit: 'fullest',
}

test('packing names strategy, length and column, and every option that is not the usual one', () => {
  const command = (options: PackOptions) =>
    commandFor(source, '/d/chat.jsonl', { kind: 'packed', summary, options }, null)
  const base = 'packscope pack /d/chat.jsonl --strategy bfd --sequence-len 4096 --column text'
  expect(command(usual)).toBe(base)
  expect(
    command({
      ...usual,
      excess: 'drop',
      groupSize: 1000,
      binSize: 8,
      microBatchSize: 4,
      realBatches: true,
      dropLast: true,
      shuffleSeed: 0,
      swiftFit: 'emptiest',
      collator: 'v1',
      padToMultipleOf: 64,
      padTokenId: 151_643,
      eosTokenId: 151_645,
      labelPadId: -1,
    }),
  ).toBe(
    `${base} --excess drop --group-size 1000 --bin-size 8 --micro-batch-size 4 --real-batches --drop-last ` +
      '--shuffle-seed 0 --swift-fit emptiest --collator v1 --pad-to-multiple-of 64 --pad-token-id 151643 --eos-token-id 151645 --label-pad-id -1',
  )
})

const padding: PadOptions = {
  column: 'input_ids',
  batchSize: 8,
  side: 'right',
  padToMultipleOf: null,
  targetLength: null,
  order: 'file',
  shuffleSeed: 42,
  padTokenId: 0,
  labelPadId: -100,
}

test('padding names what is not the usual', () => {
  const command = (change: Partial<PadOptions>) =>
    commandFor(source, '/d/a.parquet', { kind: 'padded', options: { ...padding, ...change } }, null)
  const base = 'packscope pad /d/a.parquet --batch-size 8'
  expect(command({})).toBe(base)
  expect(command({ order: 'length', shuffleSeed: 7 })).toBe(`${base} --order length`) // the seed is not used
  expect(command({ order: 'shuffled' })).toBe(`${base} --order shuffled`)
  expect(
    command({
      column: 'my text',
      side: 'left',
      padToMultipleOf: 64,
      targetLength: 512,
      order: 'shuffled',
      shuffleSeed: 7,
      padTokenId: 151_643,
      labelPadId: -1,
    }),
  ).toBe(
    `${base} --side left --multiple-of 64 --target-length 512 --order shuffled --shuffle-seed 7 ` +
      `--pad-token-id 151643 --label-pad-id -1 --column 'my text'`,
  )
})

const placed = (place: string | AgainstPlace | null) =>
  typeof place === 'string' ? { path: place, split: null } : place

const exact: DedupSpec = {
  key: { kind: 'columns', columns: ['text'] },
  method: { kind: 'exact' },
  keep: 'first',
  against: null,
}

test('a search for duplicates names what is compared, kept and known', () => {
  const command = (
    change: Partial<DedupSpec>,
    place: string | AgainstPlace | null = null,
    target: CommandTarget | null = null,
    rows: 'kept' | 'removed' = 'kept',
  ) =>
    commandFor(
      source,
      '/d/a.jsonl',
      { kind: 'deduplicated', spec: { ...exact, ...change }, against: placed(place), rows },
      target,
    )
  const columns = (...names: string[]) => ({ key: { kind: 'columns' as const, columns: names } })
  expect(command({})).toBe('packscope dedup /d/a.jsonl --columns text')
  expect(command(columns('a', 'b c'))).toBe(`packscope dedup /d/a.jsonl --columns 'a,b c'`)
  expect(command(columns('a,b', 'c'))).toBe('packscope dedup /d/a.jsonl --columns a,b --columns c')
  expect(command(columns('a,b'))).toBeNull() // would be taken for two
  expect(command({ key: { kind: 'row' } })).toBe('packscope dedup /d/a.jsonl')
  expect(command({ key: { kind: 'axolotl' }, keep: 'longest' })).toBe(
    'packscope dedup /d/a.jsonl --axolotl --keep longest',
  )
  const dataset = { against: { kind: 'dataset', datasetId: 'e' } } as const
  expect(command(dataset, { path: '/d/set', split: 'eval' })).toBe(
    'packscope dedup /d/a.jsonl --columns text --against /d/set --against-split eval',
  )
  expect(command(dataset, '/d/eval set.jsonl')).toBe(
    `packscope dedup /d/a.jsonl --columns text --against '/d/eval set.jsonl'`,
  )
  expect(command(dataset)).toBeNull()
  const hashes = { against: { kind: 'hashes', source: { kind: 'path', path: '/d/known.txt' } } } as const
  const target = targetOf('arrow', 'a.arrow')
  expect(command(hashes, '/d/known.txt', target)).toBe(
    'packscope dedup /d/a.jsonl --columns text --existing /d/known.txt -o a.arrow',
  )
  expect(command({}, null, { ...target, columns: ['text', 'n'] })).toBe(
    'packscope dedup /d/a.jsonl --columns text -o a.arrow --output-columns text,n',
  )
  expect(command({}, null, target, 'removed')).toBe('packscope dedup /d/a.jsonl --columns text -o a.arrow --removed')
  expect(command({}, null, null, 'removed')).toBeNull()
})

test('near duplicates name what is not the usual', () => {
  const near = { kind: 'near', column: 'text', threshold: 0.7, ngramSize: 5, numPerm: 250, seed: 42 } as const
  const command = (change: object) => {
    const method = { ...near, ...optimalBands(0.7, 250), ...change }
    const spec = { ...exact, method }
    return commandFor(source, '/d/a.jsonl', { kind: 'deduplicated', spec, against: null, rows: 'kept' }, null)
  }
  expect(command({})).toBe('packscope dedup /d/a.jsonl --near --columns text')
  expect(command({ threshold: 0.85, ngramSize: 3, numPerm: 128, seed: 7, bands: 16, rowsPerBand: 8 })).toBe(
    'packscope dedup /d/a.jsonl --near --threshold 0.85 --ngram 3 --num-perm 128 --bands 16 --rows-per-band 8 --seed 7 --columns text',
  )
})

test('what is written of packs and padded rows is named too', () => {
  const target = targetOf('arrow', 'out.arrow', { columns: ['input_ids', 'labels'] })
  const tail = '-o out.arrow --columns input_ids,labels'
  expect(commandFor(source, '/d/a', { kind: 'packed', summary, options: usual }, target)).toMatch(
    new RegExp(`${tail}$`),
  )
  expect(commandFor(source, '/d/a', { kind: 'padded', options: padding }, target)).toBe(
    `packscope pad /d/a --batch-size 8 ${tail}`,
  )
})

test('a browser file has no known place; samples and views of chosen rows have no command', () => {
  expect(commandFor({ ...source, kind: 'selected', source: null }, '/d/a', null, null)).toBeNull()
  expect(commandFor(source, null, null, null)).toBe('packscope export PATH/TO/chat.jsonl')
  const sample = { ...source, source: { kind: 'sample', name: 'chat' } } as DatasetInfo
  expect(commandFor(sample, null, null, null)).toBeNull()
})
