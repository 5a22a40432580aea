import type { DatasetInfo } from '../../../../app/protocol/datasets.ts'
import { COMPRESSION_SUFFIX, FORMAT_SUFFIX } from '../../../../core/export/exportNames.ts'
import { type ExportOptions, makesFolder } from '../../../../core/export/exportOptions.ts'

const MADE = { padded: '-padded', selected: '-rows' } as const

/** What a view of chosen rows holds, where more is known than that they were chosen. */
export type Chosen = 'deduplicated' | 'duplicates'

/** `chat-packed-4096`: what a dataset or view is exported as, before any suffix. */
export function exportStem(dataset: DatasetInfo, parent: DatasetInfo | null, chosen: Chosen | null = null): string {
  const stem = (parent ?? dataset).name
    .replace(/\.(zst|zstd|gz|gzip)$/i, '')
    .replace(/\.(jsonl|ndjson|json|csv|tsv|parquet|arrows?|ipc|feather|txt)$/i, '')
    .replace(/[\\/:*?"<>|\s]+/g, '-')
  const { pack, kind } = dataset
  const plain = kind === 'padded' || kind === 'selected' ? MADE[kind] : ''
  const made = pack ? `-packed-${pack.sequenceLen}` : chosen ? `-${chosen}` : plain
  return `${stem || 'dataset'}${made}`
}

/** The stem with what tells the format: `chat-packed-4096.csv.gz`; folders have no suffix. */
export function targetName(stem: string, options: ExportOptions): string {
  if (makesFolder(options)) return stem
  const { format, compression } = options
  return `${stem}${FORMAT_SUFFIX[format]}${compression ? COMPRESSION_SUFFIX[compression] : ''}`
}
