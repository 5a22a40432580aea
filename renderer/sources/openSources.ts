import type { SourceRef } from '../../app/protocol/refs.ts'
import { desktopBridge } from '../engine/desktopBridge.ts'
import { activateDataset, addOpening, putDataset, removeOpening, useDatasets } from '../stores/datasetStore.ts'
import { currentEngine } from '../stores/engineStore.ts'
import { reportError, showStory } from '../stores/errorStore.ts'
import { rememberRecent, sourceKey } from '../stores/recentStore.ts'
import { showTab, useUi } from '../stores/uiStore.ts'
import { sourceName, withSplit } from './sourceNames.ts'

let nextOpening = 1

/** Opens each source as a dataset of its own, in order. What fails is told in the error bar; the others still open. */
export async function openSources(sources: readonly SourceRef[]): Promise<void> {
  for (const source of sources) await openSource(source)
}

/**
 * @param prepare runs before the dataset is first shown
 * @returns the id of the opened dataset; null when it failed or was cancelled (the user has been told)
 */
export async function openSource(source: SourceRef, prepare?: (datasetId: string) => void): Promise<string | null> {
  const already = openedAs(source)
  if (already) {
    activateDataset(already)
    return already
  }
  const name = sourceName(source)
  const controller = new AbortController()
  const id = nextOpening++
  addOpening({ id, name, cancel: () => controller.abort() })
  try {
    const { dataset, firstPage } = await currentEngine().open({ source, format: null }, controller.signal)
    prepare?.(dataset.datasetId)
    putDataset(dataset, firstPage)
    activateDataset(dataset.datasetId)
    if (useUi.getState().tab === 'export') showTab('rows') // what was opened wants to be seen first
    rememberRecent(source, withSplit(dataset.name, 'split' in source ? source.split : null), Date.now())
    return dataset.datasetId
  } catch (error) {
    reportError(error, `Could not open ${name}`)
    return null
  } finally {
    removeOpening(id)
  }
}

function openedAs(source: SourceRef): string | null {
  const key = sourceKey(source)
  if (key === null) return null
  const { datasets } = useDatasets.getState()
  return datasets.find((dataset) => dataset.source && sourceKey(dataset.source) === key)?.datasetId ?? null
}

/** Cancels the opening that began last. @returns false when nothing was being opened */
export function cancelNewestOpening(): boolean {
  const newest = useDatasets.getState().opening.at(-1)
  newest?.cancel()
  return newest !== undefined
}

/** Asks the user for files: the system's dialog on the desktop, a file input in the browser. */
export async function chooseAndOpen(): Promise<void> {
  const bridge = desktopBridge()
  if (!bridge) {
    chooseInBrowser()
    return
  }
  try {
    const paths = await bridge.chooseFiles()
    await openSources(paths.map((path) => ({ kind: 'path', path })))
  } catch (error) {
    reportError(error, 'Could not choose files')
  }
}

/** Held while its dialog is open: nothing else would keep an input alive that is not in the page. */
let fileInput: HTMLInputElement | null = null

function chooseInBrowser(): void {
  const input = document.createElement('input')
  fileInput = input
  input.type = 'file'
  input.multiple = true
  input.addEventListener('change', () => {
    if (fileInput === input) fileInput = null
    void openFiles(Array.from(input.files ?? []))
  })
  input.click()
}

export async function openFiles(files: readonly File[]): Promise<void> {
  const sources: SourceRef[] = []
  for (const file of files) {
    const source = sourceOfFile(file)
    if (source) sources.push(source)
  }
  await openSources(sources)
}

/** The desktop's engine is a process of its own and needs a path; in the browser the file itself goes to the worker. */
function sourceOfFile(file: File): SourceRef | null {
  const bridge = desktopBridge()
  if (!bridge) return { kind: 'file', file, name: file.name }
  const path = bridge.pathForFile(file)
  if (path !== '') return { kind: 'path', path }
  showStory({
    what: `Could not open ${file.name}`,
    message: 'It has no place on the disk.',
    where: null,
    advice: 'Save it as a file first, then open that.',
    code: null,
  })
  return null
}
