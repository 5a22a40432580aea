import { type BrowserWindow, dialog } from 'electron'

/** @returns absolute paths; empty when cancelled */
export async function chooseFiles(window: BrowserWindow): Promise<string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a dataset',
    properties: ['openFile', 'multiSelections'],
    filters: [
      {
        name: 'Datasets',
        extensions: ['jsonl', 'ndjson', 'json', 'csv', 'tsv', 'txt', 'parquet', 'arrow', 'arrows', 'feather', 'ipc'],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  return canceled ? [] : filePaths
}

/** @returns an absolute path; null when cancelled */
export async function chooseSaveTarget(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title: 'Export to', defaultPath: suggestedName })
  return canceled || !filePath ? null : filePath
}
