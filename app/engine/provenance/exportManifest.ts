import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import { type ManifestOutput, type ManifestPart, manifestText } from '../../../core/export/manifest/manifest.ts'
import { RELEASE } from '../../../core/export/manifest/release.ts'
import type { PackSummary } from '../../protocol/packing.ts'
import { type ContentMeans, provenanceOf } from './contents.ts'
import type { Lineage } from './lineage.ts'

/** An export that is done but for its manifest. */
export interface DoneExport {
  /** What was written: one without a split, or several with one each. */
  parts: readonly { split: string | null; lineage: Lineage }[]
  columns: string[] | null
  options: ExportOptions
  rows: number
  skippedRows: number
  /** The account of packed rows. */
  pack: PackSummary | null
  files: readonly ManifestOutput[]
}

/**
 * The text of the manifest of an export. Reads the sources from beginning to end for their checksums.
 * @throws what reading the sources throws
 */
export async function exportManifest(done: DoneExport, means: ContentMeans): Promise<string> {
  const { columns, options, rows, skippedRows, pack, files } = done
  const parts: ManifestPart[] = []
  for (const { split, lineage } of done.parts) parts.push({ split, ...(await provenanceOf(lineage, means)) })
  return manifestText({
    release: RELEASE,
    parts,
    columns,
    options,
    counts: { rows, skippedRows },
    tokens: pack && { ...pack },
    files: [...files],
  })
}
