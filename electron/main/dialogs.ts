import { type BrowserWindow, dialog } from 'electron'

/** @returns absolute paths; empty when cancelled */
export async function chooseFiles(window: BrowserWindow): Promise<string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a dataset',
    properties: ['openFile', 'multiSelections'],
    filters: [
      {
        name: 'Datasets',
        extensions: [
          'jsonl',
          'ndjson',
          'json',
          'csv',
          'tsv',
          'txt',
          'parquet',
          'arrow',
          'arrows',
          'feather',
          'ipc',
          'gz',
          'zst',
        ],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  return canceled ? [] : filePaths
}

/** @returns absolute path of a folder; null when cancelled */
export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a folder as one dataset',
    properties: ['openDirectory'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/** Asks before an existing file is chosen, on every system. @returns an absolute path; null when cancelled */
export async function chooseSaveTarget(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export to',
    defaultPath: suggestedName,
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return canceled || !filePath ? null : filePath
}

/** @returns absolute path of the folder in which `name` is to be made; null when cancelled */
export async function chooseExportFolder(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: `Where to make the folder ${name}`,
    buttonLabel: 'Export here',
    properties: ['openDirectory', 'createDirectory'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}
