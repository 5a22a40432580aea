import type { DedupSpec, DedupSummary } from '../../../../app/protocol/dedup.ts'
import { formatCompact, formatCount, formatPercent, formatPlural } from '../../../format/numbers.ts'
import { ifAny, type Kpi } from '../../planning/kpi.ts'

/** What rows are compared by: `text`, `prompt, answer`, `the whole row`. */
export function keyName({ key, method }: DedupSpec): string {
  if (method.kind === 'near') return method.column
  if (key.kind === 'columns') return key.columns.join(', ')
  return key.kind === 'row' ? 'the whole row' : 'the whole row as Axolotl writes it'
}

const KEPT = {
  first: 'its first row',
  longest: 'its longest row',
  'most-complete': 'its most complete row',
} as const

export function dedupKpis(summary: DedupSummary): Kpi[] {
  const { rows, unique, duplicates, groups, removalRate, largestGroup, nullKeys, existing, spec } = summary
  const near = spec.method.kind === 'near'
  const known: Kpi[] =
    spec.against === null ? [] : [{ id: 'existing', ...figure(existing), label: 'known elsewhere', bad: existing > 0 }]
  return [
    { id: 'rows', ...figure(rows), label: 'rows' },
    { id: 'unique', ...figure(unique), label: 'rows kept' },
    { id: 'duplicates', ...figure(duplicates), label: near ? 'near duplicates' : 'duplicates' },
    ...known,
    { id: 'groups', ...figure(groups), label: 'groups' },
    { id: 'removal', value: ifAny(rows, formatPercent(removalRate)), label: 'of the rows left out' },
    { id: 'largest', ...figure(largestGroup), label: 'in the largest group' },
    {
      id: 'null-keys',
      ...figure(nullKeys),
      label: 'without a key, kept',
      exact: `${formatPlural(nullKeys, 'row')} null in the key, or unreadable: never equal to another`,
    },
  ]
}

function figure(count: number): { value: string; exact: string } {
  return { value: formatCompact(count), exact: formatCount(count) }
}

/** What was found, in sentences. @param other name of the dataset or file compared with */
export function dedupStory(summary: DedupSummary, other: string | null): string[] {
  const { rows, duplicates, groups, existing, spec } = summary
  const near = spec.method.kind === 'near'
  const story: string[] = []
  if (rows === 0) return ['There is no row to compare: the dataset is empty.']
  if (groups > 0) {
    const repeat = `${near ? 'nearly ' : ''}${duplicates === 1 ? 'repeats' : 'repeat'} another`
    story.push(`${formatPlural(duplicates, 'row')} ${repeat}; of each group ${KEPT[spec.keep]} is kept.`)
  } else story.push(near ? 'No two rows are that similar.' : 'No two rows are equal.')
  if (other !== null) {
    story.push(
      existing > 0
        ? `${formatPlural(existing, 'row')} ${existing === 1 ? 'stands' : 'stand'} in ${other} too.`
        : `None of the rows stands in ${other}.`,
    )
  }
  return story
}

/** A warning of the engine as a sentence; one that begins with the name of a file leaves that as it is. */
export function asSentence(message: string): string {
  const start = /^[a-z]+[ ,]/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message
  return /[.?!]$/.test(start) ? start : `${start}.`
}
