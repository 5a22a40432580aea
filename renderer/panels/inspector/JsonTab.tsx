import { useMemo } from 'react'
import type { RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { utf8Bytes } from '../../cells/wholeCell.ts'
import { formatBytes } from '../../format/numbers.ts'
import { CopyButton } from './CopyButton.tsx'
import styles from './Inspector.module.css'
import { LongText } from './LongText.tsx'
import { prettyJson } from './prettyJson.ts'
import { WholeRow } from './WholeRow.tsx'

/** The whole row as one valid JSON object, every digit as in the data. */
export function JsonTab({ engine, detail }: { engine: EngineApi; detail: RowDetail }) {
  return (
    <WholeRow key={detail.row} engine={engine} detail={detail}>
      {(json) => <Json json={json} />}
    </WholeRow>
  )
}

function Json({ json }: { json: string }) {
  const pretty = useMemo(() => prettyJson(json), [json])
  return (
    <div className={styles.json}>
      <div className={styles.bar}>
        <span>{formatBytes(utf8Bytes(json))}, exact numbers</span>
        <CopyButton label="Copy the JSON of this row" text={async () => pretty} />
      </div>
      <LongText text={pretty} view="raw" />
    </div>
  )
}
