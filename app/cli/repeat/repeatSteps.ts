import { EngineError } from '../../../core/errors.ts'
import { sourceDifference } from '../../../core/export/manifest/compareManifest.ts'
import type { ManifestAgainst, ManifestSource, ManifestStep } from '../../../core/export/manifest/stepShapes.ts'
import { sourceContent } from '../../engine/provenance/contents.ts'
import type { DedupAgainst } from '../../protocol/dedup.ts'
import type { CommandContext } from '../context.ts'
import type { Session } from '../session.ts'
import { manifestSourceRef, openManifestSource } from './manifestSource.ts'

/** What steps of a manifest are repeated with. */
export interface Repeating {
  session: Session
  context: CommandContext
  /** Told when something is not what it was: throws, or lets it pass. */
  onDifference(source: ManifestSource, difference: string): void
}

/**
 * Makes the views of a manifest again, one of the other.
 * @param datasetId what the first step is of
 * @returns the last view
 * @throws what the steps throw
 */
export async function repeatSteps(
  datasetId: string,
  steps: readonly ManifestStep[],
  repeating: Repeating,
): Promise<string> {
  let current = datasetId
  for (const step of steps) current = await repeatStep(current, step, repeating)
  return current
}

async function repeatStep(datasetId: string, step: ManifestStep, repeating: Repeating): Promise<string> {
  const { session, context } = repeating
  const { signal } = context
  switch (step.kind) {
    case 'dedup': {
      const { key, method, keep } = step
      const against = step.against && (await repeatAgainst(step.against, repeating))
      const result = await session.run({ kind: 'dedup', datasetId, spec: { key, method, keep, against } })
      if (result.kind !== 'dedup') throw new Error(`a ${result.kind} job answered`)
      return step.rows === 'kept' ? result.datasetId : result.duplicatesId
    }
    case 'pack':
      return packed(datasetId, step.options, session)
    case 'packLine': {
      const packs = await packed(datasetId, step.options, session)
      return (await session.api.openAccountLine({ datasetId: packs, line: step.line }, signal)).datasetId
    }
    case 'pad':
      return (await session.api.openPadded({ datasetId, options: step.options }, signal)).datasetId
    case 'padLine':
      return (await session.api.openPadLine({ datasetId, options: step.options, line: step.line }, signal)).datasetId
  }
}

async function packed(
  datasetId: string,
  options: Extract<ManifestStep, { kind: 'pack' }>['options'],
  session: Session,
): Promise<string> {
  const result = await session.run({ kind: 'pack', datasetId, options })
  if (result.kind !== 'pack') throw new Error(`a ${result.kind} job answered`)
  return result.datasetId
}

async function repeatAgainst(against: ManifestAgainst, repeating: Repeating): Promise<DedupAgainst> {
  const { session, context, onDifference } = repeating
  if (against.kind === 'dataset') {
    const opened = await openManifestSource(session, against.source, undefined, context)
    if (opened.difference !== null) onDifference(against.source, opened.difference)
    return { kind: 'dataset', datasetId: await repeatSteps(opened.datasetId, against.steps, repeating) }
  }
  const source = manifestSourceRef(against.source)
  const name = against.source.files[0]?.name ?? against.source.place
  const now = await sourceContent(
    { source, name, path: null, split: null, format: null, options: {}, files: null },
    { platform: context.runtime().platform, signal: context.signal },
  )
  const difference = sourceDifference(against.source, now)
  if (difference !== null) onDifference(against.source, difference)
  return { kind: 'hashes', source }
}

/** The error for a source that is not what it was. */
export function changedSource({ place }: ManifestSource, difference: string): EngineError {
  const message = `the source is not what it was when the manifest was written (${difference}): ${place}`
  return new EngineError('source/changed', message, { path: place })
}
