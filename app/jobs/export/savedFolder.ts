import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { datasetInfoJson, savedFingerprint, stateJson } from '../../../core/export/hf/savedFiles.ts'
import type { SavedSchema } from '../../../core/export/hf/savedSchema.ts'
import type { OutputFiles } from '../../../core/io/outputFiles.ts'
import { writeTextFile } from './textFile.ts'

/**
 * Writes what makes a folder of Arrow streams one that `load_from_disk` reads.
 * @returns the files that are no table
 * @throws EngineError `sink/*`
 */
export async function writeSavedFiles(
  output: OutputFiles,
  { features }: SavedSchema,
  files: readonly WrittenFile[],
): Promise<WrittenFile[]> {
  const shards = files.map(({ name, sha256 }) => ({ name: name.slice(1), sha256 }))
  const state = stateJson(shards, savedFingerprint(features, shards), null)
  return [
    await writeTextFile(output, '/dataset_info.json', datasetInfoJson(features)),
    await writeTextFile(output, '/state.json', state),
  ]
}
