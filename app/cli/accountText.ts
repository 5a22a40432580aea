import type { AccountLine } from '../protocol/packing.ts'

const LINE_NAMES: Readonly<Record<AccountLine['kind'], string>> = {
  kept: 'kept',
  cut: 'cut at the end',
  dropped: 'dropped',
  split: 'split over packs',
  skipped: 'not usable',
  padding: 'padding',
}

/** Where rows and tokens went, as a table for a terminal. */
export function accountLines(account: readonly AccountLine[]): string[] {
  const n = (value: number) => value.toLocaleString('en')
  return [
    `${''.padEnd(18)}${'rows'.padStart(12)}${'tokens'.padStart(16)}${'trained'.padStart(16)}`,
    ...account.map(({ kind, rows, tokens, trainedTokens }) => {
      const trained = kind === 'padding' || trainedTokens === null ? '' : n(trainedTokens)
      const cells = [kind === 'padding' ? '' : n(rows), n(tokens), trained]
      return `${LINE_NAMES[kind].padEnd(18)}${cells[0]?.padStart(12)}${cells[1]?.padStart(16)}${cells[2]?.padStart(16)}`.trimEnd()
    }),
  ]
}
