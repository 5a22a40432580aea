import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { datasetInfoJson, savedFingerprint, stateJson } from '../../../core/export/hf/savedFiles.ts'
import type { SavedSchema } from '../../../core/export/hf/savedSchema.ts'
import type { OutputBelow } from '../../../core/export/output/outputBelow.ts'
import type { ExportPart } from './exportSpec.ts'
import { writeTextFile } from './textFile.ts'

/**
 * Writes what makes a folder of Arrow streams one that `load_from_disk` reads.
 * @returns the files that are no table
 * @throws EngineError `sink/*`
 */
export async function writeSavedFiles(
  output: OutputBelow,
  { features }: SavedSchema,
  files: readonly WrittenFile[],
  { split, about }: Pick<ExportPart, 'split' | 'about'>,
): Promise<WrittenFile[]> {
  const shards = files.map(({ name, sha256 }) => ({ name: name.slice(1), sha256 }))
  const state = stateJson(shards, savedFingerprint(features, shards), split)
  return [
    await writeTextFile(output, '/dataset_info.json', datasetInfoJson(features, about)),
    await writeTextFile(output, '/state.json', state),
  ]
}
