import { LISTED_ISSUES } from '../engine/issueLog.ts'
import type { CommandContext } from './context.ts'
import type { Session } from './session.ts'

/** More than a screen of them tells nothing more. */
const TOLD = 10

/** Tells on standard error what is wrong with rows of a dataset, or with a view: the first ones, and how many follow. */
export async function tellIssues({ output }: CommandContext, session: Session, datasetId: string): Promise<void> {
  const issues = await session.api.listIssues({ datasetId, start: 0, end: TOLD })
  for (const { severity, message } of issues) output.err(`${severity}: ${message}\n`)
  const found = session.issueCount(datasetId)
  const more = (found - issues.length).toLocaleString('en')
  // Beyond those it lists the engine does not count all of them.
  if (found > issues.length) output.err(`and ${found >= LISTED_ISSUES ? 'at least ' : ''}${more} more issues\n`)
}
