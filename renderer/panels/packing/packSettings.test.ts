import { expect, test } from 'vitest'
import type { PackStrategy } from '../../../app/protocol/packing.ts'
import {
  checkSettings,
  DEFAULT_SETTINGS,
  excessNames,
  type PackSettings,
  parsePackSettings,
  sharedOptions,
} from './packSettings.ts'
import { STRATEGY_ORDER } from './strategies.ts'

test('settings become options', () => {
  expect(checkSettings({ ...DEFAULT_SETTINGS, sequenceLen: ' 4,096 ' }, 'text')).toEqual({
    ok: true,
    options: {
      strategy: 'greedy',
      sequenceLen: 4096,
      column: 'text',
      padTokenId: 0,
      eosTokenId: 2,
      labelPadId: -100,
      excess: 'drop',
      groupSize: 100_000,
      binSize: 200,
      microBatchSize: 1,
      realBatches: false,
      dropLast: false,
      shuffleSeed: null,
      collator: 'v2',
      swiftFit: 'fullest',
      padToMultipleOf: null,
    },
  })
})

test.each(['', '2', '-5', '1e4', '12.5', '16777217', '99999999999999999999', 'many'])(
  'sequence_len %j is refused',
  (text) => {
    expect(checkSettings({ ...DEFAULT_SETTINGS, sequenceLen: text }, 'text')).toMatchObject({
      ok: false,
      field: 'sequenceLen',
    })
  },
)

test('token ids are 32-bit', () => {
  expect(checkSettings({ ...DEFAULT_SETTINGS, padTokenId: '2147483648' }, 'c')).toMatchObject({ field: 'padTokenId' })
  expect(checkSettings({ ...DEFAULT_SETTINGS, eosTokenId: '' }, 'c')).toMatchObject({ field: 'eosTokenId' })
  expect(checkSettings({ ...DEFAULT_SETTINGS, eosTokenId: '2147483647' }, 'c').ok).toBe(true)
})

test('what a strategy does not use stands at its default and cannot be wrong', () => {
  const settings = { ...DEFAULT_SETTINGS, groupSize: 'x', microBatchSize: '4', dropLast: true, collator: 'v1' as const }
  const greedy = checkSettings(settings, 'c')
  expect(greedy).toMatchObject({ ok: true, options: { groupSize: 100_000, microBatchSize: 1, dropLast: false } })
  expect(checkSettings({ ...settings, strategy: 'multipack' }, 'c')).toMatchObject({ ok: false, field: 'groupSize' })
  expect(checkSettings({ ...settings, strategy: 'multipack', groupSize: '7' }, 'c')).toMatchObject({
    ok: true,
    options: { groupSize: 7, microBatchSize: 4, dropLast: true, collator: 'v1' },
  })
  expect(checkSettings({ ...settings, strategy: 'wrapped', excess: 'error' }, 'c')).toMatchObject({
    options: { excess: 'split' },
  })
  const fit = { ...settings, swiftFit: 'emptiest' as const }
  expect(checkSettings(fit, 'c')).toMatchObject({ options: { swiftFit: 'fullest' } })
  expect(checkSettings({ ...fit, strategy: 'swift' }, 'c')).toMatchObject({ options: { swiftFit: 'emptiest' } })
})

test('rows too long are the trainer’s matter unless the user says otherwise', () => {
  const excessOf = (strategy: PackStrategy, excess: PackSettings['excess']) =>
    checkSettings({ ...DEFAULT_SETTINGS, strategy, excess }, 'c')
  expect(excessOf('bfd', 'trainer')).toMatchObject({ options: { excess: 'truncate' } })
  expect(excessOf('torchtune', 'trainer')).toMatchObject({ options: { excess: 'error' } })
  expect(excessOf('bfd', 'drop')).toMatchObject({ options: { excess: 'drop' } })
  expect(excessNames('bfd').trainer).toBe('as trainer: truncate')
})

test('only the greedy rule needs room for what it adds', () => {
  const short = { ...DEFAULT_SETTINGS, sequenceLen: '1' }
  for (const strategy of STRATEGY_ORDER) {
    expect(checkSettings({ ...short, strategy }, 'c').ok).toBe(strategy !== 'greedy')
  }
})

test('optional numbers may be empty, and are checked when they are not', () => {
  const settings = { ...DEFAULT_SETTINGS, strategy: 'bfd' as const, shuffleSeed: '42', padToMultipleOf: '' }
  expect(checkSettings(settings, 'c')).toMatchObject({ options: { shuffleSeed: 42, padToMultipleOf: null } })
  expect(checkSettings({ ...settings, padToMultipleOf: '0' }, 'c')).toMatchObject({ field: 'padToMultipleOf' })
})

test('the table of strategies knows what the others use', () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    microBatchSize: '4',
    excess: 'truncate' as const,
    strategy: 'wrapped' as const,
  }
  expect(sharedOptions(settings, 'c')).toMatchObject({ strategy: 'wrapped', microBatchSize: 4, excess: 'split' })
  expect(sharedOptions({ ...settings, strategy: 'bfd', swiftFit: 'emptiest' }, 'c')).toMatchObject({
    excess: 'truncate',
    swiftFit: 'emptiest',
  })
  expect(sharedOptions({ ...settings, sequenceLen: '' }, 'c')).toBeNull()
  // A number nobody can see must not empty the table.
  expect(sharedOptions({ ...settings, groupSize: 'x' }, 'c')).toMatchObject({ strategy: 'wrapped', groupSize: 100_000 })
})

test('stored settings come back; what cannot be read gives its default', () => {
  const stored = {
    ...DEFAULT_SETTINGS,
    strategy: 'best' as const,
    groupSize: '9',
    dropLast: true,
    collator: 'v1' as const,
    excess: 'drop' as const,
    swiftFit: 'emptiest' as const,
  }
  expect(parsePackSettings({ ...stored })).toEqual(stored)
  expect(parsePackSettings({ strategy: 'nope', groupSize: 9, dropLast: 'yes', collator: 3, swiftFit: 1 })).toEqual(
    DEFAULT_SETTINGS,
  )
})
