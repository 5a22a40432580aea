import { extname } from 'node:path'
import { EngineError } from '../../core/errors.ts'
import type { ExportFormat } from '../protocol/jobs.ts'
import { UsageError } from './usage.ts'

const BY_SUFFIX: Readonly<Record<string, ExportFormat>> = {
  '.arrow': 'arrow',
  '.ipc': 'arrow',
  '.arrows': 'arrow-stream',
}

/** What to write: `--format`, or what the suffix of OUT says. @throws UsageError, EngineError `format/unsupported` */
export function exportFormat(out: string, format: string | undefined): ExportFormat {
  if (format === 'arrow' || format === 'arrow-stream') return format
  const wanted = format ?? extname(out).toLowerCase()
  const bySuffix = format === undefined && Object.hasOwn(BY_SUFFIX, wanted) ? BY_SUFFIX[wanted] : undefined
  if (bySuffix) return bySuffix
  if (wanted === '') throw new UsageError(`what format is '${out}'? Give it a suffix (.arrow, .arrows) or --format`)
  throw new EngineError('format/unsupported', `this build writes arrow and arrow-stream, not '${wanted}'`, {
    feature: wanted,
  })
}
