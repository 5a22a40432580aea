import { EngineError } from '../../../core/errors.ts'
import { sourceDifference } from '../../../core/export/manifest/compareManifest.ts'
import type { ManifestSource } from '../../../core/export/manifest/stepShapes.ts'
import type { SourceRef } from '../../protocol/refs.ts'
import type { CommandContext } from '../context.ts'
import type { Session } from '../session.ts'
import { sourceRef, urlName } from '../sourceRef.ts'

/**
 * What a source of a manifest is opened as.
 * @throws EngineError `argument/invalid` for a URL of another kind, and for what has no place to find it at
 */
export function manifestSourceRef({ kind, place, split }: ManifestSource): SourceRef {
  switch (kind) {
    case 'path':
      return split === null ? { kind, path: place } : { kind, path: place, split }
    case 'glob':
      return { kind, pattern: place }
    case 'sample':
      return { kind, name: place }
    case 'url':
      if (/^https?:\/\//i.test(place) && URL.canParse(place)) return { kind, url: place, name: urlName(place) }
      throw new EngineError('argument/invalid', `no URL of the web: ${place}`, { path: place })
    default: {
      const message = `the manifest's source had no place of its own ('${place}'): name it, packscope export --from MANIFEST PATH`
      throw new EngineError('argument/invalid', message)
    }
  }
}

export interface OpenedManifestSource {
  datasetId: string
  /** How its content differs from what the manifest says; null where it is the same. */
  difference: string | null
}

/**
 * Opens a source as a manifest says it was opened, or a file elsewhere in its stead.
 * @param elsewhere as given on the command line
 * @throws what opening and reading it throws
 */
export async function openManifestSource(
  session: Session,
  source: ManifestSource,
  elsewhere: string | undefined,
  context: CommandContext,
): Promise<OpenedManifestSource> {
  const { split, format, delimiter, header } = source
  const ref = elsewhere === undefined ? manifestSourceRef(source) : sourceRef(elsewhere, split ?? undefined)
  const options = { ...(delimiter === null ? {} : { delimiter }), ...(header === null ? {} : { header }) }
  const { datasetId } = await session.openSource(ref, format, options)
  const now = await session.api.readProvenance({ datasetId }, context.signal)
  return { datasetId, difference: sourceDifference(source, now.source) }
}
