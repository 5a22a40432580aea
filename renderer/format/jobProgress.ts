import type { JobSnapshot } from '../../app/protocol/jobs.ts'
import { formatBytes, formatCompact, formatDuration, formatPercent } from './numbers.ts'

/** A rate told from less than this much time would be noise. */
const RATE_AFTER_MS = 400

export interface JobReading {
  /** 0..1; null while the total is not known. */
  share: number | null
  /** `62 % · 1.1 GB/s · 6 s left`, as much of it as is known. */
  text: string
}

/** What the status line says about a running job. */
export function readJob(job: JobSnapshot): JobReading {
  const { progress, elapsedMs, phaseMs } = job
  if (!progress) return { share: null, text: elapsedMs >= 1000 ? formatDuration(elapsedMs) : '' }
  const { done, total, bytes } = progress
  const unit = progress.unit === 'shards' ? 'files' : progress.unit
  const share = total === null ? null : total <= 0 ? 1 : Math.min(1, done / total)
  const amount = unit === 'bytes' ? formatBytes : formatCompact
  const parts = [share === null ? `${amount(done)}${unit === 'bytes' ? '' : ` ${unit}`}` : formatPercent(share, 0)]
  if (phaseMs >= RATE_AFTER_MS && done > 0) {
    const perSecond = (done / phaseMs) * 1000
    parts.push(unit === 'bytes' ? `${formatBytes(perSecond)}/s` : `${formatCompact(perSecond)} ${unit}/s`)
    if (bytes !== undefined) parts.push(`${formatBytes((bytes / phaseMs) * 1000)}/s`)
    if (total !== null && total > done) parts.push(`${formatDuration(((total - done) / perSecond) * 1000)} left`)
  }
  return { share, text: parts.join(' · ') }
}
