import type { SourceRef } from '../../app/protocol/refs.ts'
import { desktopBridge } from '../engine/desktopBridge.ts'
import { rememberPosition } from '../panels/rows/rowsStore.ts'
import { activateDataset } from '../stores/datasetStore.ts'
import { reportError } from '../stores/errorStore.ts'
import type { Session } from '../stores/session.ts'
import { inspectRow, setActiveRow, showTab, useUi } from '../stores/uiStore.ts'
import { openSource, openSources } from './openSources.ts'
import { sourcesInAddress } from './sourceNames.ts'

/**
 * Opens what this start asks for: the paths it was given, or else what was open last. A start with paths is about
 * those paths; it does not drag an old session in.
 */
export async function openAtStart(session: Session): Promise<void> {
  const asked = await askedFor()
  if (asked.length > 0) {
    await openSources(asked)
    return
  }
  const { tab, inspectorOpen } = useUi.getState()
  const ids: (string | null)[] = []
  for (const { source, row, scroll } of session.sources) {
    const datasetId = await openSource(source, (id) => {
      setActiveRow(id, row)
      rememberPosition(id, { ...scroll, activeRow: row })
    })
    ids.push(datasetId)
  }
  const active = ids[session.active] ?? ids.find((id) => id !== null)
  if (!active) return
  activateDataset(active)
  showTab(tab)
  if (inspectorOpen) inspectRow(active, session.sources[session.active]?.row ?? 0)
}

async function askedFor(): Promise<SourceRef[]> {
  const bridge = desktopBridge()
  if (!bridge) return sourcesInAddress(location.search, location.origin)
  try {
    const paths = await bridge.openAtStart()
    return paths.map((path) => ({ kind: 'path', path }))
  } catch (error) {
    reportError(error, 'Could not learn which files to open')
    return []
  }
}
