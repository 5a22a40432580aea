import { expect, test } from 'vitest'
import { DEFAULT_DEDUP_SETTINGS } from '../panels/duplicates/settings/dedupSettings.ts'
import { DEFAULT_SETTINGS } from '../panels/packing/packSettings.ts'
import { parseSession } from './session.ts'

test.each([null, '', '{', '[]', '"x"', '{"sources":5,"recent":{},"pack":null,"tab":"nope","dockWidth":"wide"}'])(
  'whatever cannot be read starts fresh: %j',
  (text) => expect(parseSession(text)).toEqual(parseSession(null)),
)

test('what was stored comes back', () => {
  const session = {
    sources: [
      { source: { kind: 'path', path: '/d/a.jsonl' }, row: 3_000_000, scroll: { top: 72_000_000, left: 12.5 } },
      { source: { kind: 'sample', name: 'chat' }, row: 0, scroll: { top: 0, left: 0 } },
      { source: { kind: 'path', path: '/d/set', split: 'test' }, row: 5, scroll: { top: 9, left: 0 } },
      { source: { kind: 'glob', pattern: '/d/*.csv' }, row: 0, scroll: { top: 0, left: 0 } },
    ],
    active: 1,
    tab: 'padding',
    theme: 'dark',
    sidebarWidth: 250,
    dockWidth: 400,
    inspectorOpen: true,
    pack: {
      ...DEFAULT_SETTINGS,
      strategy: 'multipack',
      sequenceLen: '4096',
      excess: 'split',
      padTokenId: '1',
      groupSize: '50',
    },
    pad: {
      batchSize: '16',
      side: 'left',
      multipleOf: '64',
      target: 'fixed',
      targetLength: '512',
      order: 'length',
      shuffleSeed: '1',
      padTokenId: '7',
      column: null,
    },
    dedup: { ...DEFAULT_DEDUP_SETTINGS, method: 'near', key: 'row', keep: 'longest', threshold: '0.85', bands: '20' },
    recent: [{ source: { kind: 'url', url: 'http://x/f', name: 'f' }, name: 'f', openedAt: 5 }],
  }
  expect(parseSession(JSON.stringify(session))).toEqual(session)
})

test('a damaged entry goes, the others stay', () => {
  const stored = {
    sources: [
      { source: { kind: 'file' } },
      { source: { kind: 'folder', name: 'x' } },
      { source: { kind: 'path', path: '/d', split: 1 } },
      { source: { kind: 'path', path: '/ok' }, row: -1 },
      null,
    ],
    active: 7,
    sidebarWidth: 9_999,
  }
  const session = parseSession(JSON.stringify(stored))
  expect(session.sources).toEqual([{ source: { kind: 'path', path: '/ok' }, row: 0, scroll: { top: 0, left: 0 } }])
  expect(session.active).toBe(0)
  expect(session.sidebarWidth).toBe(480)
})
