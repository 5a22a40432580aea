import { throwIfAborted } from '../../../core/abort.ts'
import { EngineError } from '../../../core/errors.ts'
import { chunkGrid, meanRowBytes } from '../../../core/export/chunks/chunkGrid.ts'
import { cutRows } from '../../../core/export/chunks/cutRows.ts'
import type { EncodedRows } from '../../../core/export/encoding/encodeRows.ts'
import { addLosses, type LostValues } from '../../../core/export/encoding/lostValues.ts'
import { tableFormatOf } from '../../../core/export/encoding/tableFormats.ts'
import { type ExportOptions, makesFolder } from '../../../core/export/exportOptions.ts'
import { FileSeries } from '../../../core/export/files/fileSeries.ts'
import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import { shardRanges, shardSizeOf } from '../../../core/export/files/shardRanges.ts'
import { hfPreset } from '../../../core/export/hf/hfTableFormat.ts'
import { savedSchema } from '../../../core/export/hf/savedSchema.ts'
import { outputDifference } from '../../../core/export/manifest/compareManifest.ts'
import type { ManifestOutput } from '../../../core/export/manifest/manifest.ts'
import { MANIFEST_SUFFIX } from '../../../core/export/output/outputName.ts'
import { verifyOutput } from '../../../core/export/verify/verifyOutput.ts'
import type { OutputFiles } from '../../../core/io/outputFiles.ts'
import type { Issue } from '../../../core/issues.ts'
import type { Kernels } from '../../../core/kernels/kernels.ts'
import { schemaToIpc } from '../../../core/table/ipc.ts'
import { projectSchema } from '../../../core/table/schemas.ts'
import { encodersOf } from '../../pool/encodeTasks.ts'
import type { ExportedFile } from '../../protocol/export.ts'
import type { JobResult } from '../../protocol/jobs.ts'
import type { SinkRef } from '../../protocol/refs.ts'
import type { JobContext } from '../job.ts'
import { encodedRows } from './encodedRows.ts'
import type { ExportRows } from './exportRows.ts'
import { checkColumns } from './refusals.ts'
import { writeSavedFiles } from './savedFolder.ts'
import { writeTextFile } from './textFile.ts'

export interface ExportSpec {
  options: ExportOptions
  columns: string[] | null
  sink: SinkRef
  overwrite: boolean
  manifest: boolean
  expected?: readonly ManifestOutput[]
}

/** What a manifest says of the files themselves. */
export interface ExportOutcome {
  rows: number
  skippedRows: number
  /** Of the whole output, those beside the rows too. */
  files: readonly ManifestOutput[]
}

/** A job that may encode rows in the engine's own thread. */
export interface ExportJob extends JobContext {
  kernels: Promise<Kernels>
  /** Told of values that were lost, once each kind; `firstRow` is a row of the dataset. Answers with what is told of them. */
  onLoss(loss: LostValues): Issue
  /** The text of the manifest. Reads the sources for it. */
  manifestOf(outcome: ExportOutcome): Promise<string>
}

/**
 * Writes a dataset, whole or not at all: what was written is read back before it is to be seen. Rows with an error issue are
 * left out and counted: they have no values to write. The bytes depend on the rows and the options alone.
 *
 * @throws EngineError `sink/*` (`sink/write` where something else came out than was expected), `source/*`,
 * `format/unsupported`, `compression/unsupported`, `argument/invalid` for unknown columns, `limit/exceeded`; `AbortError`
 */
export async function exportJob(rows: ExportRows, spec: ExportSpec, job: ExportJob): Promise<JobResult> {
  const { options, sink } = spec
  job.report('Exporting', null)
  const schema = projectSchema(rows.dataset.schema, spec.columns ?? undefined)
  checkColumns(schema, options)
  const output = await job.platform.openOutput(sink, { overwrite: spec.overwrite, folder: makesFolder(options) })
  try {
    const written = await writeRows(rows, spec, output, job)
    const saved = options.format === 'hf_dataset' ? savedSchema(schema, hfPreset(options)) : null
    const all = [...written.files, ...(saved ? await writeSavedFiles(output, saved, written.files) : [])]
    checkExpected(spec, all)
    await verifyOutput({
      files: all,
      open: (name) => output.open(name),
      schema: saved?.schema ?? schema,
      options,
      kernels: await job.kernels,
      createHash: () => job.platform.createSha256(),
      signal: job.signal,
      onProgress: (progress) => job.report('Verifying', progress),
    })
    const { skippedRows, losses } = written
    const files = all.map((file) => exportedFile(file, sink, output))
    const sum = (of: (file: ExportedFile) => number) => files.reduce((total, file) => total + of(file), 0)
    const rowCount = sum(({ rows }) => rows)
    const outcome = { rows: rowCount, skippedRows, files: all.map(insideName) }
    const manifest = spec.manifest && output.takesSiblings ? await writeManifest(outcome, output, sink, job) : null
    throwIfAborted(job.signal)
    await output.commit()
    const bytes = sum((file) => file.bytes)
    return { kind: 'export', rows: rowCount, skippedRows, losses, bytes, files, manifest, verified: true, sink }
  } catch (error) {
    await output.abort()
    throw error
  }
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

/** Writes all files of an output, and closes them. */
async function writeRows(
  rows: ExportRows,
  { options, columns }: ExportSpec,
  output: OutputFiles,
  job: ExportJob,
): Promise<{ files: WrittenFile[]; skippedRows: number; losses: Issue[] }> {
  const { dataset } = rows
  const { signal, pool } = job
  const total = dataset.extent.numRows
  const format = tableFormatOf(options.format)
  const schema = projectSchema(dataset.schema, columns ?? undefined)
  const encoders = await encodersOf(job.kernels)
  const shardSize = shardSizeOf(options)
  const ranges = shardRanges(total, shardSize)
  const means = { output, encoders, createHash: () => job.platform.createSha256() }
  const ends = shardSize?.by === 'bytes' ? { bytes: shardSize.bytes } : { count: ranges.length }
  const series = new FileSeries(format, schema, options, means, ends)
  const scan = dataset.scan.bind(dataset)
  const rowBytes = await meanRowBytes(scan, { rowStart: 0, columns, signal })
  const limits = format.chunkLimits(schema, options)
  const isOrdered = format.isOrdered(schema, options)
  const target = { schema: schemaToIpc(schema), options }
  const lost: LostValues[] = []
  let skippedRows = 0
  let rowEnd = 0

  const tell = (encoded: EncodedRows) => {
    skippedRows += encoded.skippedRows
    rowEnd = encoded.rowEnd
    addLosses(lost, encoded.lost, 0)
    job.report('Exporting', { done: encoded.rowEnd, total, unit: 'rows', bytes: series.bytes })
  }
  for (const range of ranges) {
    const grid = chunkGrid(limits, rowBytes, range.rowStart)
    if (isOrdered) {
      for await (const chunk of cutRows(scan, grid, { ...range, columns, signal })) tell(await series.addRows(chunk))
    } else {
      for await (const encoded of encodedRows(rows, { range, grid, columns, target, rowBytes, pool, signal })) {
        if (encoded.chunk) await series.add(encoded.chunk)
        tell(encoded)
      }
    }
    throwIfAborted(signal)
    if (range.rowEnd > range.rowStart && rowEnd !== range.rowEnd) {
      const message = `the rows ended at ${rowEnd}, ${range.rowEnd} expected: the source changed since it was opened`
      throw new EngineError('source/changed', message, { row: rowEnd })
    }
    if (ranges.length > 1) await series.endFile()
  }
  const files = await series.finish()
  return { files, skippedRows, losses: lost.map((loss) => job.onLoss(loss)) }
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
