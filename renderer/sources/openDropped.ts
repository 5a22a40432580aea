import { showStory } from '../stores/errorStore.ts'
import type { Dropped } from './dropped.ts'
import { openDroppedFolder } from './openFolders.ts'
import { openFiles } from './openSources.ts'

/** Opens what was dropped on the window: every file for itself, every folder as one dataset. */
export async function openDropped(dropped: Dropped): Promise<void> {
  if (dropped.files.length === 0 && dropped.folders.length === 0) {
    showStory({
      what: 'Nothing to open',
      message: 'What was dropped holds no file.',
      where: null,
      advice: 'Drop files or a folder of them.',
      code: null,
    })
  }
  await openFiles(dropped.files)
  for (const folder of dropped.folders) await openDroppedFolder(folder)
}
