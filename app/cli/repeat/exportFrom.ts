import { resolve } from 'node:path'
import { makesFolder } from '../../../core/export/exportOptions.ts'
import { MAX_MANIFEST_BYTES, type Manifest, readManifest } from '../../../core/export/manifest/manifest.ts'
import { MANIFEST_SUFFIX } from '../../../core/export/output/outputName.ts'
import { readFull } from '../../../core/io/readFull.ts'
import type { CommandContext } from '../context.ts'
import { mayOverwrite } from '../export/overwrite.ts'
import { type ExportReport, runExport } from '../export/writeExport.ts'
import { withSession } from '../session.ts'
import { UsageError } from '../usage.ts'
import { openManifestSource } from './manifestSource.ts'
import { changedSource, type Repeating, repeatSteps } from './repeatSteps.ts'

export interface FromWords {
  /** The manifest. */
  from: string
  /** Where the source is now; undefined: where the manifest says. */
  path: string | undefined
  /** Undefined: what the manifest lies beside. */
  out: string | undefined
  overwrite: boolean
  /** Whether another manifest is written. */
  manifest: boolean
  allowChangedSource: boolean
}

export interface RepeatedExport extends ExportReport {
  /** Whether the same bytes came out as then: always, unless a changed source was allowed. */
  identical: boolean
}

/**
 * Makes an export again as its manifest says: the same source, opened the same way, the same views of it, the same files.
 * Nothing is written where anything differs.
 *
 * @throws UsageError; EngineError `format/corrupt`, `format/unsupported` for the manifest, `source/changed` for a source that
 * is not what it was, `sink/write` where other bytes come out, what opening, the steps and writing throw
 */
export async function exportFrom(words: FromWords, context: CommandContext): Promise<RepeatedExport> {
  const manifest = await readManifestFile(words.from, context)
  const { options } = manifest
  const out = words.out ?? targetOf(words.from)
  const given = { overwrite: words.overwrite, folder: makesFolder(options) }
  const overwrite = await mayOverwrite(context, out, given)
  let isChanged = false
  return withSession(context, async (session) => {
    const onDifference: Repeating['onDifference'] = (source, difference) => {
      const error = changedSource(source, difference)
      if (!words.allowChangedSource) throw error
      context.output.err(`warning: ${error.message}\n`)
      isChanged = true
    }
    const made: { name: string | null; datasetId: string }[] = []
    for (const { split, source, steps } of manifest.parts) {
      const opened = await openManifestSource(session, source, words.path, context)
      if (opened.difference !== null) onDifference(source, opened.difference)
      const datasetId = await repeatSteps(opened.datasetId, steps, { session, context, onDifference })
      made.push({ name: split, datasetId })
    }
    const splits = made.flatMap(({ name, datasetId }) => (name === null ? [] : [{ name, datasetId }]))
    const expected = isChanged ? undefined : manifest.files
    const target = {
      path: resolve(out),
      options,
      overwrite,
      manifest: words.manifest,
      expected,
      ...(splits.length > 0 && { splits }),
    }
    const report = await runExport(session, made[0]?.datasetId as string, target, manifest.columns, context.output)
    return { ...report, identical: !isChanged }
  })
}

function targetOf(manifest: string): string {
  const out = manifest.endsWith(MANIFEST_SUFFIX) ? manifest.slice(0, -MANIFEST_SUFFIX.length) : ''
  if (/[^\\/]$/.test(out)) return out
  throw new UsageError(`'${manifest}' does not end in ${MANIFEST_SUFFIX}: give -o OUT`)
}

async function readManifestFile(word: string, { runtime, signal }: CommandContext): Promise<Manifest> {
  const opened = await runtime().platform.openSource({ kind: 'path', path: resolve(word) }, signal)
  try {
    const { source } = opened
    return readManifest(await readFull(source, 0, MAX_MANIFEST_BYTES + 1, signal), word)
  } finally {
    await opened.close()
  }
}
