import type { RecordBatch } from 'apache-arrow'
import { BadRows } from '../../../core/dataset/badRows.ts'
import type { Dataset } from '../../../core/dataset/dataset.ts'
import { EngineError } from '../../../core/errors.ts'
import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import { tableWriter } from '../../../core/export/files/tableWriter.ts'
import type { ByteSink } from '../../../core/io/byteSink.ts'
import { projectSchema } from '../../../core/table/schemas.ts'
import { withoutRows } from '../../../core/table/withoutRows.ts'
import type { JobResult } from '../../protocol/jobs.ts'
import type { SinkRef } from '../../protocol/refs.ts'
import type { JobContext } from '../job.ts'
import { refusalsOf } from './refusals.ts'

/**
 * Writes a dataset as Arrow, whole or not at all. Rows with an error issue are left out and counted: they have no
 * values to write.
 * @throws EngineError `sink/*`, `source/*`, `format/unsupported`, `argument/invalid` for unknown columns
 */
export async function exportJob(
  dataset: Dataset,
  params: { options: ExportOptions; columns: string[] | null; sink: SinkRef },
  job: JobContext,
): Promise<JobResult> {
  const { options, columns, sink: target } = params
  const schema = projectSchema(dataset.schema, columns ?? undefined)
  const [refusal] = refusalsOf(schema, options)
  const { format } = options
  if (refusal || (format !== 'arrow' && format !== 'arrow-stream')) {
    throw new EngineError('format/unsupported', refusal?.message ?? `not written: ${format}`, { feature: format })
  }
  job.report('Exporting', null)
  const total = dataset.extent.exact ? dataset.extent.numRows : null
  const sink = await job.platform.openSink(target)
  const hashed = await hashingSink(sink, job)
  let skippedRows = 0
  let scanned = 0
  try {
    const writer = tableWriter(schema, options, { encoders: null }, (bytes) => hashed.sink.write(bytes))
    const badRows = new BadRows()
    const batches = dataset.scan({
      columns: columns ?? undefined,
      signal: job.signal,
      onIssue: (issue) => badRows.addIssue(issue),
    })
    for await (const batch of batches) {
      const kept = badRows.isEmpty ? [batch] : withoutRows(batch, (row) => badRows.has(row + scanned))
      const keptRows = kept.reduce((sum: number, part: RecordBatch) => sum + part.numRows, 0)
      for (const part of kept) await writer.write(part)
      skippedRows += batch.numRows - keptRows
      scanned += batch.numRows
      badRows.forgetBefore(scanned)
      job.report('Exporting', { done: scanned, total, unit: 'rows' })
    }
    const { rows, bytes } = await writer.close()
    if (job.signal.aborted) throw new DOMException('canceled', 'AbortError')
    await sink.close()
    const name = target.kind === 'path' ? baseName(target.path) : target.name
    const path = target.kind === 'path' ? target.path : null
    return {
      kind: 'export',
      rows,
      skippedRows,
      bytes,
      files: [{ name, path, bytes, rows, sha256: hashed.digest() }],
      manifest: null,
      verified: false,
      sink: target,
    }
  } catch (error) {
    await sink.abort()
    throw error
  }
}

async function hashingSink(sink: ByteSink, job: JobContext): Promise<{ sink: ByteSink; digest(): string }> {
  const hash = await job.platform.createSha256()
  return {
    sink: {
      ...sink,
      async write(bytes) {
        hash.update(bytes)
        await sink.write(bytes)
      },
    },
    digest: () => hash.digest(),
  }
}

function baseName(path: string): string {
  const name = path.split(/[\\/]/).pop()
  if (!name) throw new EngineError('argument/invalid', `not a file name: '${path}'`, { path })
  return name
}
