import type { ExportOptions } from '../../../core/export/exportOptions.ts'
import { type ManifestOutput, manifestText } from '../../../core/export/manifest/manifest.ts'
import { RELEASE } from '../../../core/export/manifest/release.ts'
import type { PackSummary } from '../../protocol/packing.ts'
import { type ContentMeans, provenanceOf } from './contents.ts'
import type { Lineage } from './lineage.ts'

/** An export that is done but for its manifest. */
export interface DoneExport {
  lineage: Lineage
  columns: string[] | null
  options: ExportOptions
  splits: string[] | null
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
  const { lineage, columns, options, splits, rows, skippedRows, pack, files } = done
  return manifestText({
    release: RELEASE,
    ...(await provenanceOf(lineage, means)),
    columns,
    options,
    splits,
    counts: { rows, skippedRows },
    tokens: pack && { ...pack },
    files: [...files],
  })
}
