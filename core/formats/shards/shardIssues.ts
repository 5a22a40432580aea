import { EngineError } from '../../errors.ts'
import type { Issue } from '../../issues.ts'

/** An issue of a shard as one of the whole: rows counted from the first shard, and the shard named. */
export function aboutShard(name: string, issue: Issue, rowStart: number): Issue {
  return {
    ...issue,
    message: `${name}: ${issue.message}`,
    rowStart: issue.rowStart === null ? null : issue.rowStart + rowStart,
    rowEnd: issue.rowEnd === null ? null : issue.rowEnd + rowStart,
  }
}

/** A shard whose rows are missing. It names no rows, since none stand for them. */
export function unreadableShard(name: string, error: EngineError): Issue {
  return {
    severity: 'error',
    code: 'shards/unreadable',
    message: `${name} could not be read, its rows are missing: ${error.message} [${error.code}]`,
    rowStart: null,
    rowEnd: null,
    byteStart: error.details.byte ?? null,
  }
}

/** A shard that was described and has fewer rows now. */
export function wrongLength(name: string, expected: number, found: number): EngineError {
  const message = `the shard changed while the dataset was open (${expected} rows then, ${found} now); open it again`
  return new EngineError('source/changed', `${message}: ${name}`, { path: name })
}
