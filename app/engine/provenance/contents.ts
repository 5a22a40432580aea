import { throwIfAborted } from '../../../core/abort.ts'
import type {
  ManifestAgainst,
  ManifestSource,
  ManifestSourceFile,
  ManifestStep,
  Provenance,
} from '../../../core/export/manifest/stepShapes.ts'
import { streamBytes } from '../../../core/io/streamBytes.ts'
import type { Platform } from '../../platform/platform.ts'
import type { SourceRef } from '../../protocol/refs.ts'
import type { Lineage, LineageAgainst, LineageSource } from './lineage.ts'

/** Read at once for a checksum. */
const CHUNK_BYTES = 1024 ** 2

export interface ContentMeans {
  platform: Platform
  signal?: AbortSignal
  /** Told how many bytes were looked at so far, of all files. */
  onBytes?: (done: number) => void
}

/**
 * A lineage as it stands in a manifest: every source with what tells its content from any other. Files are read from
 * beginning to end for it; of a URL its version is noted, since reading it again may take far longer than the export.
 *
 * @throws what opening and reading the sources throws
 */
export async function provenanceOf({ source, steps }: Lineage, means: ContentMeans): Promise<Provenance> {
  const counted = counting(means)
  return { source: await sourceContent(source, counted), steps: await stepContents(steps, counted) }
}

/** A source with the checksums of its files. @throws what opening and reading it throws */
export async function sourceContent(source: LineageSource, means: ContentMeans): Promise<ManifestSource> {
  const files: ManifestSourceFile[] = []
  const listed = source.files ?? (await filesOf(source, means))
  for (const file of listed) files.push(await fileContent(file.name, file.source, means))
  return { ...placeOf(source), split: source.split, ...readingOf(source), files }
}

/** The one file of a source; all files where it turns out to be a folder. */
async function filesOf({ name, source }: LineageSource, { platform, signal }: ContentMeans) {
  const folder = await platform.listFolder(source, signal)
  return folder ? folder.files.map((file) => ({ name: file.path, source: file.source })) : [{ name, source }]
}

function readingOf({ format, options }: LineageSource) {
  return { format, delimiter: options.delimiter ?? null, header: options.header ?? null }
}

/** Where to find it again. What has no place of its own keeps its name, for people. */
function placeOf({ source, name }: LineageSource): Pick<ManifestSource, 'kind' | 'place'> {
  switch (source.kind) {
    case 'path':
      return source.isPassing ? { kind: 'given', place: 'standard input' } : { kind: 'path', place: source.path }
    case 'glob':
      return { kind: 'glob', place: source.pattern }
    case 'url':
      return { kind: 'url', place: source.url }
    case 'sample':
      return { kind: 'sample', place: source.name }
    default:
      return { kind: 'given', place: name }
  }
}

async function fileContent(name: string, source: SourceRef, means: ContentMeans): Promise<ManifestSourceFile> {
  const { platform, signal, onBytes } = means
  const opened = await platform.openSource(source, signal)
  try {
    const { byteLength } = opened.source
    if (source.kind === 'url') return { name, bytes: byteLength, sha256: null, version: opened.identity }
    const hash = await platform.createSha256()
    let bytes = 0
    for await (const chunk of streamBytes(opened.source, {
      firstChunkBytes: CHUNK_BYTES,
      chunkBytes: CHUNK_BYTES,
      signal,
    })) {
      hash.update(chunk.bytes)
      bytes += chunk.bytes.length
      onBytes?.(chunk.bytes.length)
    }
    return { name, bytes, sha256: hash.digest(), version: null }
  } finally {
    await opened.close()
  }
}

async function stepContents(steps: Lineage['steps'], means: ContentMeans): Promise<ManifestStep[]> {
  const made: ManifestStep[] = []
  for (const step of steps) {
    throwIfAborted(means.signal)
    if (step.kind !== 'dedup') made.push(step)
    else {
      const { key, method, keep } = step.spec
      const against = step.against && (await againstContent(step.against, means))
      made.push({ kind: 'dedup', key, method, keep, against, rows: step.rows })
    }
  }
  return made
}

async function againstContent(against: LineageAgainst, means: ContentMeans): Promise<ManifestAgainst> {
  if (against.kind === 'hashes') return { kind: 'hashes', source: await sourceContent(against.source, means) }
  const source = await sourceContent(against.source, means)
  return { kind: 'dataset', source, steps: await stepContents(against.steps, means) }
}

/** Bytes of all files together instead of each chunk's. */
function counting(means: ContentMeans): ContentMeans {
  const { onBytes } = means
  if (!onBytes) return means
  let done = 0
  return {
    ...means,
    onBytes: (bytes) => {
      done += bytes
      onBytes(done)
    },
  }
}
