import { useState } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { AccountLine } from '../../../app/protocol/packing.ts'
import { formatCompact, formatCount, formatPlural } from '../../format/numbers.ts'
import { activateDataset, putDataset } from '../../stores/datasetStore.ts'
import { reportError } from '../../stores/errorStore.ts'
import { showTab } from '../../stores/uiStore.ts'
import controls from '../../theme/controls.module.css'
import styles from './Account.module.css'
import { ACCOUNT_LINES, leadsToRows } from './account.ts'

/** Where the tokens went, line by line; each line opens the rows behind it. */
export function Account({ engine, view, stale }: { engine: EngineApi; view: DatasetInfo; stale: boolean }) {
  const [opening, setOpening] = useState<AccountLine['kind'] | null>(null)
  const { datasetId, pack } = view
  if (!pack) return null
  const open = async (line: AccountLine['kind']) => {
    setOpening(line)
    try {
      const rows = await engine.openAccountLine({ datasetId, line })
      putDataset(rows)
      activateDataset(rows.datasetId)
      showTab('rows')
    } catch (error) {
      reportError(error, `Could not open the rows ${ACCOUNT_LINES[line].name}`)
    } finally {
      setOpening(null)
    }
  }
  return (
    <table className={`${styles.table} ${stale ? styles.stale : ''}`} aria-label="Token account">
      <thead>
        <tr>
          <th scope="col">token account</th>
          <th scope="col">rows</th>
          <th scope="col">tokens</th>
          <th scope="col">trained</th>
        </tr>
      </thead>
      <tbody>
        {pack.account.map((line) => {
          const { name, says, bad } = ACCOUNT_LINES[line.kind]
          const { rows, tokens, trainedTokens } = line
          return (
            <tr
              key={line.kind}
              data-testid={`account-${line.kind}`}
              className={bad && rows + tokens > 0 && !stale ? styles.bad : undefined}
              title={says}
            >
              <th scope="row">
                {leadsToRows(line) ? (
                  <button
                    type="button"
                    className={controls.link}
                    disabled={opening !== null}
                    aria-label={`${name}: open ${formatPlural(rows, 'row')}`}
                    onClick={() => void open(line.kind)}
                  >
                    {name}
                  </button>
                ) : (
                  <span className={styles.plain}>{name}</span>
                )}
              </th>
              <td>{line.kind === 'padding' ? '' : formatCount(rows)}</td>
              <td title={formatCount(tokens)}>{formatCompact(tokens)}</td>
              <td
                title={
                  trainedTokens === null
                    ? 'The labels of the rows cut have not been read yet'
                    : formatCount(trainedTokens)
                }
              >
                {line.kind === 'padding' ? '' : trainedTokens === null ? '–' : formatCompact(trainedTokens)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
