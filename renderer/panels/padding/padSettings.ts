import type { PadOptions } from '../../../app/protocol/packing.ts'
import { wholeNumberRule as range, wholeNumber } from '../planning/wholeNumber.ts'

/** What the user sets. Numbers are kept as typed, so that a half-written one is not thrown away. */
export interface PadSettings {
  batchSize: string
  side: PadOptions['side']
  /** Empty: not rounded up. */
  multipleOf: string
  target: 'longest' | 'fixed'
  /** Counts when `target` is `fixed`. */
  targetLength: string
  order: PadOptions['order']
  shuffleSeed: string
  /** Stands in the padding of padded rows. */
  padTokenId: string
  column: string | null
}

/** Settings that are numbers, typed as text. */
export type PadNumber = 'batchSize' | 'multipleOf' | 'targetLength' | 'shuffleSeed' | 'padTokenId'

export const DEFAULT_PAD_SETTINGS: PadSettings = {
  batchSize: '8',
  side: 'right',
  multipleOf: '',
  target: 'longest',
  targetLength: '2048',
  order: 'file',
  shuffleSeed: '42',
  padTokenId: '0',
  column: null,
}

export const PAD_SIDES: readonly PadSettings['side'][] = ['right', 'left']
export const PAD_TARGETS: readonly PadSettings['target'][] = ['longest', 'fixed']
export const PAD_ORDERS: readonly PadSettings['order'][] = ['file', 'shuffled', 'length']

export const ORDER_NAMES: Readonly<Record<PadSettings['order'], string>> = {
  file: 'file order',
  shuffled: 'shuffled',
  length: 'grouped by length',
}

/** Batch sizes, multiples and lengths are 32-bit, as on the command line. */
const MOST_COUNT = 2 ** 31 - 1
/** What every trainer's loss ignores. */
const LABEL_PAD_ID = -100
const MOST_SEED = Number.MAX_SAFE_INTEGER

export type CheckedPad = { ok: true; options: PadOptions } | { ok: false; field: PadNumber; message: string }

/** The engine's options, or the first field that is wrong and why. */
export function checkPadSettings(settings: PadSettings, column: string): CheckedPad {
  const { side, order, target } = settings
  const batchSize = wholeNumber(settings.batchSize, 1, MOST_COUNT)
  if (batchSize === null) return { ok: false, field: 'batchSize', message: range('batch size', 1, MOST_COUNT) }
  const padToMultipleOf = settings.multipleOf.trim() === '' ? null : wholeNumber(settings.multipleOf, 1, MOST_COUNT)
  if (padToMultipleOf === null && settings.multipleOf.trim() !== '') {
    const message = `${range('pad_to_multiple_of', 1, MOST_COUNT)}, or empty`
    return { ok: false, field: 'multipleOf', message }
  }
  const targetLength = target === 'fixed' ? wholeNumber(settings.targetLength, 1, MOST_COUNT) : null
  if (target === 'fixed' && targetLength === null) {
    return { ok: false, field: 'targetLength', message: range('target_length', 1, MOST_COUNT) }
  }
  const seed = wholeNumber(settings.shuffleSeed, 0, MOST_SEED)
  if (order === 'shuffled' && seed === null) {
    return { ok: false, field: 'shuffleSeed', message: range('seed', 0, MOST_SEED) }
  }
  const padTokenId = wholeNumber(settings.padTokenId, 0, MOST_COUNT)
  if (padTokenId === null) return { ok: false, field: 'padTokenId', message: range('pad_token_id', 0, MOST_COUNT) }
  const shuffleSeed = seed ?? Number(DEFAULT_PAD_SETTINGS.shuffleSeed) // hidden while it is not used
  const batches = { column, batchSize, side, padToMultipleOf, targetLength, order, shuffleSeed }
  return { ok: true, options: { ...batches, padTokenId, labelPadId: LABEL_PAD_ID } }
}

/** Whether two requests differ in nothing that is typed: then there is nothing to wait for. */
export function sameNumbers(a: PadOptions, b: PadOptions): boolean {
  return (
    a.batchSize === b.batchSize &&
    a.padToMultipleOf === b.padToMultipleOf &&
    a.targetLength === b.targetLength &&
    a.shuffleSeed === b.shuffleSeed &&
    a.padTokenId === b.padTokenId
  )
}

/** Settings as a session stored them; whatever cannot be read gives its default. */
export function parsePadSettings(stored: unknown): PadSettings {
  const pad = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>
  const usual = DEFAULT_PAD_SETTINGS
  const text = (key: PadNumber) => {
    const value = pad[key]
    return typeof value === 'string' ? value : usual[key]
  }
  return {
    batchSize: text('batchSize'),
    side: PAD_SIDES.find((side) => side === pad.side) ?? usual.side,
    multipleOf: text('multipleOf'),
    target: PAD_TARGETS.find((target) => target === pad.target) ?? usual.target,
    targetLength: text('targetLength'),
    order: PAD_ORDERS.find((order) => order === pad.order) ?? usual.order,
    shuffleSeed: text('shuffleSeed'),
    padTokenId: text('padTokenId'),
    column: null, // of another file
  }
}
