import { useDedupRuns } from '../panels/duplicates/dedupRunStore.ts'
import { type DedupSettings, parseDedupSettings } from '../panels/duplicates/settings/dedupSettings.ts'
import { usePackRuns } from '../panels/packing/packRunStore.ts'
import { type PackSettings, parsePackSettings } from '../panels/packing/packSettings.ts'
import { type PadSettings, parsePadSettings } from '../panels/padding/padSettings.ts'
import { usePadStore } from '../panels/padding/padStore.ts'
import { positionOf } from '../panels/rows/rowsStore.ts'
import { useDatasets } from './datasetStore.ts'
import { isLasting, type LastingSource, type RecentEntry, useRecent } from './recentStore.ts'
import { DOCK_WIDTH, SIDEBAR_WIDTH, type Theme, useUi, type ViewTab } from './uiStore.ts'

export interface SessionSource {
  source: LastingSource
  /** Row under the cursor. */
  row: number
  /** Where the grid stood, px. */
  scroll: { top: number; left: number }
}

/** What comes back at the next start. */
export interface Session {
  sources: SessionSource[]
  active: number
  tab: ViewTab
  theme: Theme
  sidebarWidth: number
  dockWidth: number
  inspectorOpen: boolean
  pack: PackSettings
  pad: PadSettings
  dedup: DedupSettings
  recent: RecentEntry[]
}

const KEY = 'packscope.session'
const SAVE_AFTER_MS = 400

/** The stored session. Whatever cannot be read, or was written by another version, gives its default. */
export function parseSession(text: string | null): Session {
  const stored = asRecord(parseJson(text))
  const sources = asArray(stored.sources).flatMap((entry) => {
    const { source, row, scroll } = asRecord(entry)
    if (!isLastingSource(source)) return []
    const { top, left } = asRecord(scroll)
    return [{ source, row: asIndex(row), scroll: { top: asLength(top), left: asLength(left) } }]
  })
  const recent = asArray(stored.recent).flatMap((entry) => {
    const { source, name, openedAt } = asRecord(entry)
    return isLastingSource(source) && typeof name === 'string' ? [{ source, name, openedAt: asIndex(openedAt) }] : []
  })
  return {
    sources,
    active: Math.min(asIndex(stored.active), Math.max(0, sources.length - 1)),
    tab: oneOf(stored.tab, ['rows', 'duplicates', 'packing', 'padding', 'export'], 'rows'),
    theme: oneOf(stored.theme, ['system', 'light', 'dark'], 'system'),
    sidebarWidth: within(stored.sidebarWidth, SIDEBAR_WIDTH),
    dockWidth: within(stored.dockWidth, DOCK_WIDTH),
    inspectorOpen: stored.inspectorOpen === true,
    pack: parsePackSettings(asRecord(stored.pack)),
    pad: parsePadSettings(stored.pad),
    dedup: parseDedupSettings(stored.dedup),
    recent,
  }
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function asIndex(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0
}

function asLength(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0
}

function within(value: unknown, range: { least: number; usual: number; most: number }): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return range.usual
  return Math.min(range.most, Math.max(range.least, value))
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], usual: T): T {
  return allowed.find((one) => one === value) ?? usual
}

function isLastingSource(value: unknown): value is LastingSource {
  const { kind, path, pattern, split, url, name } = asRecord(value)
  if (kind === 'path') return typeof path === 'string' && (split === undefined || typeof split === 'string')
  if (kind === 'glob') return typeof pattern === 'string'
  if (kind === 'url') return typeof url === 'string' && typeof name === 'string'
  return kind === 'sample' && typeof name === 'string'
}

/** The session as the stores stand now. */
export function currentSession(): Session {
  const { datasets, activeId } = useDatasets.getState()
  const ui = useUi.getState()
  const lasting = datasets.flatMap(({ datasetId, source }) =>
    source && isLasting(source) ? [{ datasetId, source }] : [],
  )
  return {
    sources: lasting.map(({ datasetId, source }) => ({
      source,
      row: ui.activeRows[datasetId] ?? 0,
      scroll: scrollOf(datasetId),
    })),
    active: Math.max(
      0,
      lasting.findIndex(({ datasetId }) => datasetId === activeId),
    ),
    tab: ui.tab,
    theme: ui.theme,
    sidebarWidth: ui.sidebarWidth,
    dockWidth: ui.dockWidth,
    inspectorOpen: ui.inspectorOpen,
    pack: usePackRuns.getState().lastSettings,
    pad: usePadStore.getState().lastSettings,
    dedup: useDedupRuns.getState().lastSettings,
    recent: [...useRecent.getState().entries],
  }
}

function scrollOf(datasetId: string): SessionSource['scroll'] {
  const { top, left } = positionOf(datasetId) ?? { top: 0, left: 0 }
  return { top, left }
}

/** Reads the stored session; storage may be forbidden, then everything starts fresh. */
export function loadSession(): Session {
  try {
    return parseSession(localStorage.getItem(KEY))
  } catch {
    return parseSession(null)
  }
}

/** Keeps the stored session up to date from now on. */
export function keepSession(): void {
  let waiting = false
  const save = () => {
    waiting = false
    try {
      localStorage.setItem(KEY, JSON.stringify(currentSession()))
    } catch {
      // Storage is full or forbidden: the session does not come back, nothing else is lost.
    }
  }
  const saveSoon = () => {
    if (!waiting) setTimeout(save, SAVE_AFTER_MS)
    waiting = true
  }
  useDatasets.subscribe(saveSoon)
  useUi.subscribe(saveSoon)
  useRecent.subscribe(saveSoon)
  usePackRuns.subscribe(saveSoon)
  usePadStore.subscribe(saveSoon)
  useDedupRuns.subscribe(saveSoon)
  window.addEventListener('pagehide', save)
}

/** Puts the parts of a session that need no engine in place, before the first paint. */
export function applySession(session: Session): void {
  const { tab, theme, sidebarWidth, dockWidth, inspectorOpen, pack, pad, dedup, recent } = session
  useUi.setState({ tab, theme, sidebarWidth, dockWidth, inspectorOpen })
  usePackRuns.setState({ lastSettings: pack })
  usePadStore.setState({ lastSettings: pad })
  useDedupRuns.setState({ lastSettings: dedup })
  useRecent.setState({ entries: recent })
}
