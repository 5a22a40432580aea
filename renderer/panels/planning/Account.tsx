import { useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { AccountLine } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPlural } from '../../format/numbers.ts'
import { reportError } from '../../stores/errorStore.ts'
import controls from '../../theme/controls.module.css'
import table from '../../theme/table.module.css'
import styles from './Account.module.css'
import { ACCOUNT_LINES, leadsToRows } from './accountStory.ts'
import { showView } from './showView.ts'

interface AccountProps {
  account: readonly AccountLine[]
  /** It is that of the settings before. */
  stale: boolean
  /** Opens the rows behind a line as a view. */
  openRows(line: AccountLine['kind']): Promise<DatasetInfo>
}

/** Where the tokens went, line by line; each line opens the rows behind it. */
export function Account({ account, stale, openRows }: AccountProps) {
  const [opening, setOpening] = useState(false)
  const open = async (line: AccountLine['kind']) => {
    setOpening(true)
    try {
      await showView(openRows(line), 'rows')
    } catch (error) {
      reportError(error, `Could not open the rows ${ACCOUNT_LINES[line].name}`)
    } finally {
      setOpening(false)
    }
  }
  return (
    <table className={`${table.figures} ${stale ? styles.stale : ''}`} aria-label="Token account">
      <thead>
        <tr>
          <th scope="col">token account</th>
          <th scope="col">rows</th>
          <th scope="col">tokens</th>
          <th scope="col">trained</th>
        </tr>
      </thead>
      <tbody>
        {account.map((line) => (
          <Line key={line.kind} line={line} stale={stale} opening={opening} onOpen={() => void open(line.kind)} />
        ))}
      </tbody>
    </table>
  )
}

interface LineProps {
  line: AccountLine
  stale: boolean
  opening: boolean
  onOpen(): void
}

function Line({ line, stale, opening, onOpen }: LineProps) {
  const { kind, rows, tokens, trainedTokens } = line
  const { name, says, bad } = ACCOUNT_LINES[kind]
  const known = trainedTokens !== null
  return (
    <tr
      data-testid={`account-${kind}`}
      className={bad && rows + tokens > 0 && !stale ? styles.bad : undefined}
      title={says}
    >
      <th scope="row">
        {leadsToRows(line) ? (
          <button
            type="button"
            className={controls.link}
            disabled={opening}
            aria-label={`${name}: open ${formatPlural(rows, 'row')}`}
            onClick={onOpen}
          >
            {name}
          </button>
        ) : (
          <span className={table.plain}>{name}</span>
        )}
      </th>
      <td>{kind === 'padding' ? '' : formatCount(rows)}</td>
      <td title={formatCount(tokens)}>{formatCompact(tokens)}</td>
      <td title={known ? formatCount(trainedTokens) : 'The labels of the rows cut have not been read yet'}>
        {kind === 'padding' ? '' : known ? formatCompact(trainedTokens) : '–'}
      </td>
    </tr>
  )
}
