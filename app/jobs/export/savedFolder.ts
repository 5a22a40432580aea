import type { Schema } from 'apache-arrow'
import { encodeUtf8 } from '../../../core/bytes/utf8.ts'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { hfPreset } from '../../../core/export/hf/hfTableFormat.ts'
import { datasetInfoJson, savedFingerprint, stateJson } from '../../../core/export/hf/savedFiles.ts'
import { savedSchema } from '../../../core/export/hf/savedSchema.ts'
import type { OutputFiles } from '../../../core/io/outputFiles.ts'

/** Writes what makes a folder of Arrow streams one that `load_from_disk` reads. @throws EngineError `sink/*` */
export async function writeSavedFiles(
  output: OutputFiles,
  schema: Schema,
  options: ExportOptions,
  files: readonly WrittenFile[],
): Promise<void> {
  const { features } = savedSchema(schema, hfPreset(options))
  const shards = files.map(({ name, sha256 }) => ({ name: name.slice(1), sha256 }))
  await writeText(output, '/dataset_info.json', datasetInfoJson(features))
  await writeText(output, '/state.json', stateJson(shards, savedFingerprint(features, shards), null))
}

async function writeText(output: OutputFiles, name: string, text: string): Promise<void> {
  const file = await output.create(name)
  await file.write(encodeUtf8(text))
  await file.close()
}
