import type { SourceRef } from '../../app/protocol/refs.ts'
import { desktopBridge } from '../engine/desktopBridge.ts'
import { rememberPosition } from '../panels/rows/rowsStore.ts'
import { activateDataset } from '../stores/datasetStore.ts'
import { reportError } from '../stores/errorStore.ts'
import type { Session } from '../stores/session.ts'
import { inspectRow, setActiveRow, showTab, useUi } from '../stores/uiStore.ts'
import { openSource, openSources } from './openSources.ts'
import { servedFolder, sourceOfUrl, sourceOfWord, sourcesInAddress } from './sourceNames.ts'

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

/** Files, folders and URLs that the local server was started with. */
async function askedInAddress(): Promise<SourceRef[]> {
  const sources: SourceRef[] = sourcesInAddress(location.search, location.origin)
  const words = new URLSearchParams(location.search)
  for (const path of words.getAll('folder')) {
    try {
      sources.push(await servedFolder(path, location.origin))
    } catch (error) {
      reportError(error, `Could not list the folder ${path}`)
    }
  }
  return [...sources, ...words.getAll('url').map(sourceOfUrl)]
}

async function askedFor(): Promise<SourceRef[]> {
  const bridge = desktopBridge()
  if (!bridge) return askedInAddress()
  try {
    const paths = await bridge.openAtStart()
    return paths.map(sourceOfWord)
  } catch (error) {
    reportError(error, 'Could not learn which files to open')
    return []
  }
}
