import type { JobSnapshot } from '../protocol/jobs.ts'
import type { Output } from './output.ts'

const WIDTH = 24

/** A one-line bar on a terminal; silent elsewhere. */
export function progressBar(output: Output): { show(job: JobSnapshot): void; clear(): void } {
  let shown = false
  return {
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
