import type { JobSnapshot } from '../protocol/jobs.ts'
import type { Output } from './output.ts'

const WIDTH = 24
const BYTES_INTERVAL_MS = 100

export interface ProgressBar {
  show(job: JobSnapshot): void
  /** Bytes that came so far of nobody knows how many. */
  showBytes(label: string, bytes: number, elapsedMs: number): void
  clear(): void
}

/** A one-line bar on a terminal; silent elsewhere. */
export function progressBar(output: Output): ProgressBar {
  let shown = false
  let shownAt = 0
  return {
    showBytes(label, bytes, elapsedMs) {
      if (!output.isTerminal || elapsedMs - shownAt < BYTES_INTERVAL_MS) return
      shownAt = elapsedMs
      shown = true
      output.err(`\r\x1b[K${line(label, { done: bytes, total: null, unit: 'bytes' }, elapsedMs)}`)
    },
    show({ label, progress, elapsedMs }) {
      if (!output.isTerminal || !label) return
      shown = true
      output.err(`\r\x1b[K${line(label, progress, elapsedMs)}`)
    },
    clear() {
      if (shown) output.err('\r\x1b[K')
      shown = false
    },
  }
}

function line(label: string, progress: JobSnapshot['progress'], elapsedMs: number): string {
  if (!progress) return `${label} …`
  const { done, total } = progress
  const unit = progress.unit === 'shards' ? 'files' : progress.unit
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1000 : 0
  const speed =
    unit === 'bytes' ? `${(rate / 1e6).toFixed(0)} MB/s` : `${Math.round(rate).toLocaleString('en')} ${unit}/s`
  if (!total) return `${label} ${done.toLocaleString('en')} ${unit} · ${speed}`
  const share = Math.min(1, done / total)
  const filled = Math.round(share * WIDTH)
  return `${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${(share * 100).toFixed(0)} % · ${speed}`
}
