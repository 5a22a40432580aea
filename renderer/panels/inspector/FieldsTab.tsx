import { useMemo } from 'react'
import type { CellValue, RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import { readWholeCell } from '../../cells/wholeCell.ts'
import { formatBytes } from '../../format/numbers.ts'
import { CopyButton } from './CopyButton.tsx'
import styles from './Inspector.module.css'
import { type TextView, useInspector } from './inspectorStore.ts'
import { LongText, MoreButton, useCellText } from './LongText.tsx'
import { prettyJson } from './prettyJson.ts'
import { TextViewChoice } from './TextViewChoice.tsx'

/** Values shorter than this need no note of their size, bytes. */
const NOTED_BYTES = 1_000

/** The record down the page. */
export function FieldsTab({ engine, detail }: { engine: EngineApi; detail: RowDetail }) {
  const view = useInspector((state) => state.textView)
  return (
    <>
      {detail.cells.some((cell) => cell.kind === 'text') && <TextViewChoice />}
      <dl className={styles.fields}>
        {detail.cells.map((cell, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, the order is the schema's
          <Field key={`${detail.row} ${i}`} engine={engine} detail={detail} cell={cell} view={view} />
        ))}
      </dl>
    </>
  )
}

interface FieldProps {
  engine: EngineApi
  detail: RowDetail
  cell: CellValue
  view: TextView
}

function Field({ engine, detail, cell, view }: FieldProps) {
  const address = { datasetId: detail.datasetId, row: detail.row, column: cell.column }
  return (
    <div className={styles.field}>
      <dt className={styles.fieldHead}>
        <span className={styles.fieldName}>{cell.column || '(no name)'}</span>
        <span className={styles.fieldType}>{cell.type}</span>
        {cell.byteLength >= NOTED_BYTES && <span className={styles.fieldSize}>{formatBytes(cell.byteLength)}</span>}
        {!cell.isNull && (
          <CopyButton
            label={`Copy ${cell.column}`}
            text={async (signal) =>
              cell.truncated ? (await readWholeCell(engine, address, { beginning: cell.text, signal })).text : cell.text
            }
          />
        )}
      </dt>
      <dd className={styles.fieldValue}>
        {cell.isNull ? (
          <span className={styles.null}>null</span>
        ) : cell.kind === 'text' ? (
          <TextValue engine={engine} address={address} cell={cell} view={view} />
        ) : (
          <JsonValue engine={engine} address={address} cell={cell} />
        )}
      </dd>
    </div>
  )
}

interface ValueProps {
  engine: EngineApi
  address: { datasetId: string; row: number; column: string }
  cell: CellValue
}

function TextValue({ engine, address, cell, view }: ValueProps & { view: TextView }) {
  const state = useCellText(engine, address, cell)
  if (state.text === '' && state.complete) return <span className={styles.empty}>empty</span>
  return <LongText text={state.text} view={view} more={<MoreButton state={state} byteLength={cell.byteLength} />} />
}

function JsonValue({ engine, address, cell }: ValueProps) {
  const state = useCellText(engine, address, cell)
  // A part of a value is not JSON yet: it is shown as it stands.
  const text = useMemo(() => (state.complete ? readable(state.text) : state.text), [state.complete, state.text])
  return <LongText text={text} view="raw" more={<MoreButton state={state} byteLength={cell.byteLength} />} />
}

function readable(json: string): string {
  try {
    return prettyJson(json)
  } catch {
    return json
  }
}
