import { encodeUtf8 } from '../../../core/bytes/utf8.ts'
import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { datasetInfoJson, savedFingerprint, stateJson } from '../../../core/export/hf/savedFiles.ts'
import type { SavedSchema } from '../../../core/export/hf/savedSchema.ts'
import { Sha256Hasher } from '../../../core/hashing/sha256.ts'
import type { OutputFiles } from '../../../core/io/outputFiles.ts'

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
    await writeText(output, '/dataset_info.json', datasetInfoJson(features)),
    await writeText(output, '/state.json', state),
  ]
}

async function writeText(output: OutputFiles, name: string, text: string): Promise<WrittenFile> {
  const bytes = encodeUtf8(text)
  const file = await output.create(name)
  await file.write(bytes)
  await file.close()
  const hasher = new Sha256Hasher()
  hasher.update(bytes)
  return { name, rows: 0, bytes: bytes.length, sha256: hasher.digest() }
}
