import { expect, test } from 'vitest'
import {
  checkPadSettings,
  DEFAULT_PAD_SETTINGS,
  type PadSettings,
  parsePadSettings,
  sameNumbers,
} from './padSettings.ts'

const check = (patch: Partial<PadSettings>) => checkPadSettings({ ...DEFAULT_PAD_SETTINGS, ...patch }, 'input_ids')

test('settings become options', () => {
  const patch = { batchSize: ' 1,024 ', multipleOf: '8', target: 'fixed', targetLength: '4_096' } as const
  expect(check({ ...patch, side: 'left', order: 'shuffled', shuffleSeed: '7' })).toEqual({
    ok: true,
    options: {
      column: 'input_ids',
      batchSize: 1024,
      side: 'left',
      padToMultipleOf: 8,
      targetLength: 4096,
      order: 'shuffled',
      shuffleSeed: 7,
      padTokenId: 0,
      labelPadId: -100,
    },
  })
})

test('what is not used is not checked', () => {
  const checked = check({ multipleOf: '  ', target: 'longest', targetLength: 'x', order: 'length', shuffleSeed: 'x' })
  expect(checked).toMatchObject({ ok: true, options: { padToMultipleOf: null, targetLength: null, shuffleSeed: 42 } })
})

test.each([
  ['batchSize', {}, ['', '0', '-8', '1e3', '2.5', '2147483648', 'all']],
  ['multipleOf', {}, ['0', '-1', 'x', '2147483648']],
  ['targetLength', { target: 'fixed' }, ['', '0', 'longest', '99999999999999999999']],
  ['padTokenId', {}, ['', '-1', '2147483648']],
  ['shuffleSeed', { order: 'shuffled' }, ['', '-1', '0x2a', '9007199254740992']],
] as const)('%s explains what it takes', (field, patch, wrong) => {
  for (const text of wrong) {
    const checked = check({ ...patch, [field]: text })
    expect(checked).toMatchObject({ ok: false, field })
    expect(checked.ok ? '' : checked.message).toContain('is a whole number from')
  }
})

test('what was stored comes back, but for the column; the unreadable gives its default', () => {
  const settings: PadSettings = {
    batchSize: '16',
    side: 'left',
    multipleOf: '64',
    target: 'fixed',
    targetLength: '512',
    order: 'length',
    shuffleSeed: '1',
    padTokenId: '151643',
    column: 'text',
  }
  expect(parsePadSettings(JSON.parse(JSON.stringify(settings)))).toEqual({ ...settings, column: null })
  for (const stored of [undefined, null, 5, [], { side: 'up', order: 3, batchSize: 8, target: {} }]) {
    expect(parsePadSettings(stored)).toEqual(DEFAULT_PAD_SETTINGS)
  }
})

test('only typed numbers are waited for', () => {
  const checked = check({})
  if (!checked.ok) throw new Error(checked.message)
  const { options } = checked
  expect(sameNumbers(options, { ...options, side: 'left', order: 'length', column: 'text' })).toBe(true)
  expect(sameNumbers(options, { ...options, batchSize: 9 })).toBe(false)
  expect(sameNumbers(options, { ...options, padToMultipleOf: 8 })).toBe(false)
  expect(sameNumbers(options, { ...options, targetLength: 8 })).toBe(false)
  expect(sameNumbers(options, { ...options, shuffleSeed: 8 })).toBe(false)
  expect(sameNumbers(options, { ...options, padTokenId: 8 })).toBe(false)
})
