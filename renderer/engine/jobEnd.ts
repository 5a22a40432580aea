import type { JobSnapshot } from '../../app/protocol/jobs.ts'
import { EngineError, type ErrorCode } from '../../core/errors.ts'
import { formatDuration, formatPlural } from '../format/numbers.ts'
import { datasetById } from '../stores/datasetStore.ts'
import { dismissStories, reportError } from '../stores/errorStore.ts'
import { sayMessage } from '../stores/jobStore.ts'

const FAILED: Record<JobSnapshot['kind'], string> = {
  index: 'Could not index',
  count: 'Could not count the tokens of',
  pack: 'Could not pack',
  decompress: 'Could not decompress',
  account: 'Could not count the trained tokens of',
  stats: 'Could not read the columns of',
  dedup: 'Could not find the duplicates of',
  hashes: 'Could not write the digests of',
  export: 'Could not export',
}

const TOO_LONG = 'Choose a longer sequence_len, or let rows that are too long be dropped, truncated or split.'

const CANNOT_HOLD = 'Leave the column out, or choose a format that can hold it.'

/** Tells the user how a job ended: failures in the error bar, the rest in the status line. */
export function onJobEnd(job: JobSnapshot): void {
  if (job.kind === 'decompress') return // part of an opening, which tells how it ended
  const name = datasetById(job.datasetId)?.name ?? 'a dataset'
  if (job.state === 'failed' && job.error) {
    const { code, message, details } = job.error
    reportError(new EngineError(code, message, details), `${FAILED[job.kind]} ${name}`, adviceFor(job.kind, code))
  } else if (job.state === 'canceled') {
    if (job.kind === 'account' && !datasetById(job.datasetId)) return // the view is gone, and its account with it
    sayMessage(`${job.label} cancelled`)
  } else if (job.state === 'succeeded') {
    dismissStories(`${FAILED[job.kind]} ${name}`) // it could, in the end
    sayMessage(successOf(job, name))
  }
}

/** What to do, where the job says more than the code. */
function adviceFor(kind: JobSnapshot['kind'], code: ErrorCode): string | null {
  if (kind === 'pack' && code === 'limit/exceeded') return TOO_LONG
  return kind === 'export' && code === 'format/unsupported' ? CANNOT_HOLD : null
}

function successOf(job: JobSnapshot, name: string): string | null {
  const took = job.elapsedMs >= 1000 ? ` in ${formatDuration(job.elapsedMs)}` : ''
  if (job.result?.kind === 'index') return `${name}: ${formatPlural(job.result.rows, 'row')} indexed${took}`
  if (job.result?.kind === 'pack') return `${name}: ${formatPlural(job.result.summary.packs, 'pack')} made${took}`
  if (job.result?.kind === 'dedup') {
    const { duplicates, existing } = job.result.summary
    return `${name}: ${formatPlural(duplicates + existing, 'row')} left out as duplicates${took}`
  }
  if (job.result?.kind === 'export') return `${formatPlural(job.result.rows, 'row')} exported${took}`
  return null
}
