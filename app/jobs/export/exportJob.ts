import type { Schema } from 'apache-arrow'
import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import { makesFolder } from '../../../core/export/exportOptions.ts'
import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { hfPreset } from '../../../core/export/hf/hfTableFormat.ts'
import { datasetDictJson } from '../../../core/export/hf/savedFiles.ts'
import { savedSchema } from '../../../core/export/hf/savedSchema.ts'
import { outputDifference } from '../../../core/export/manifest/compareManifest.ts'
import type { ManifestOutput } from '../../../core/export/manifest/manifest.ts'
import { outputBelow } from '../../../core/export/output/outputBelow.ts'
import { MANIFEST_SUFFIX } from '../../../core/export/output/outputName.ts'
import { verifyOutput } from '../../../core/export/verify/verifyOutput.ts'
import type { OutputFiles } from '../../../core/io/outputFiles.ts'
import type { Issue } from '../../../core/issues.ts'
import { projectSchema } from '../../../core/table/schemas.ts'
import type { ExportedFile } from '../../protocol/export.ts'
import type { SinkRef } from '../../protocol/refs.ts'
import type { ExportJob, ExportOutcome, ExportPart, ExportSpec, WrittenExport } from './exportSpec.ts'
import { checkColumns } from './refusals.ts'
import { writeSavedFiles } from './savedFolder.ts'
import { writeTextFile } from './textFile.ts'
import { writeRows } from './writeRows.ts'

/**
 * Writes a dataset, or several splits side by side, whole or not at all: what was written is read back before it is to be
 * seen. Rows with an error issue are left out and counted: they have no values to write. The bytes depend on the rows and the
 * options alone.
 *
 * @throws EngineError `sink/*` (`sink/write` where something else came out than was expected), `source/*`,
 * `format/unsupported`, `compression/unsupported`, `argument/invalid` for unknown columns, `limit/exceeded`; `AbortError`
 */
export async function exportJob(
  parts: readonly ExportPart[],
  spec: ExportSpec,
  job: ExportJob,
): Promise<WrittenExport> {
  const { options, sink } = spec
  job.report('Exporting', null)
  for (const part of parts) checkColumns(schemaOf(part, spec), options)
  const output = await job.platform.openOutput(sink, { overwrite: spec.overwrite, folder: makesFolder(options) })
  try {
    const all: WrittenFile[] = []
    let skippedRows = 0
    const losses: Issue[] = []
    for (const part of parts) {
      const written = await writePart(part, spec, output, job)
      all.push(...written.files)
      skippedRows += written.skippedRows
      losses.push(...written.losses)
    }
    const splits = parts.flatMap(({ split }) => split ?? [])
    if (splits.length > 0) all.push(await writeTextFile(output, '/dataset_dict.json', datasetDictJson(splits)))
    checkExpected(spec, all)
    const files = all.map((file) => exportedFile(file, sink, output))
    const sum = (of: (file: ExportedFile) => number) => files.reduce((total, file) => total + of(file), 0)
    const rowCount = sum(({ rows }) => rows)
    const outcome = { rows: rowCount, skippedRows, files: all.map(insideName) }
    const manifest = spec.manifest ? await writeManifest(outcome, output, sink, job) : null
    throwIfAborted(job.signal)
    await output.commit()
    const bytes = sum((file) => file.bytes)
    return { kind: 'export', rows: rowCount, skippedRows, losses, bytes, files, manifest, verified: true, sink }
  } catch (error) {
    await output.abort()
    throw error
  }
}

function schemaOf({ rows }: ExportPart, { columns }: ExportSpec): Schema {
  return projectSchema(rows.dataset.schema, columns ?? undefined)
}

/** Writes one dataset, with what belongs beside its rows, and reads it back. */
async function writePart(
  part: ExportPart,
  spec: ExportSpec,
  output: OutputFiles,
  job: ExportJob,
): Promise<{ files: WrittenFile[]; skippedRows: number; losses: Issue[] }> {
  const { options } = spec
  const folder = part.split === null ? '' : `/${part.split}`
  const inside = folder === '' ? output : outputBelow(output, folder)
  const schema = schemaOf(part, spec)
  const { files, skippedRows, losses } = await writeRows(part, spec, inside, job)
  const saved = options.format === 'hf_dataset' ? savedSchema(schema, hfPreset(options)) : null
  const all = [...files, ...(saved ? await writeSavedFiles(inside, saved, files, part) : [])]
  await verifyOutput({
    files: all,
    open: (name) => inside.open(name),
    schema: saved?.schema ?? schema,
    options,
    kernels: await job.kernels,
    createHash: () => job.platform.createSha256(),
    signal: job.signal,
    onProgress: (progress) => job.report('Verifying', progress),
  })
  return { files: all.map((file) => ({ ...file, name: folder + file.name })), skippedRows, losses }
}

/** A file as a manifest names it: inside the folder, or nothing for a target that is one file. */
function insideName({ name, ...facts }: WrittenFile): ManifestOutput {
  return { ...facts, name: name.slice(1) }
}

/** An export that is repeated gives the same bytes, or nothing. */
function checkExpected({ expected }: ExportSpec, files: readonly WrittenFile[]): void {
  const difference = expected && outputDifference(expected, files.map(insideName))
  if (!difference) return
  throw new EngineError('sink/write', `not what the manifest says, and was discarded: ${difference}`)
}

async function writeManifest(
  outcome: ExportOutcome,
  output: OutputFiles,
  sink: SinkRef,
  job: ExportJob,
): Promise<ExportedFile> {
  const file = await writeTextFile(output, MANIFEST_SUFFIX, await job.manifestOf(outcome))
  return { ...file, name: ownName(sink) + MANIFEST_SUFFIX, path: output.pathOf(MANIFEST_SUFFIX) }
}

function exportedFile({ name, ...facts }: WrittenFile, sink: SinkRef, output: OutputFiles): ExportedFile {
  return { name: name === '' ? ownName(sink) : name.slice(1), path: output.pathOf(name), ...facts }
}

/** The name of the target itself. */
function ownName(sink: SinkRef): string {
  const own = sink.kind === 'path' ? sink.path.split(/[\\/]/).pop() : sink.name
  if (own) return own
  throw new EngineError('argument/invalid', 'the target has no name', sink.kind === 'path' ? { path: sink.path } : {})
}
