import type { ReactNode } from 'react'
import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import { activateDataset } from '../../stores/datasetStore.ts'
import controls from '../../theme/controls.module.css'
import styles from './PlanView.module.css'

interface AboutTheSourceProps {
  /** A packed or padded view. */
  view: DatasetInfo
  /** What leads to its source is called. */
  action: string
  children: ReactNode
}

/** Says that what this tab is about is a matter of the view's source, and leads there. */
export function AboutTheSource({ view: { parentId }, action, children }: AboutTheSourceProps) {
  return (
    <div className={styles.line}>
      <span className={styles.dim}>{children}</span>
      {parentId && (
        <button type="button" className={controls.button} onClick={() => activateDataset(parentId)}>
          {action}
        </button>
      )}
    </div>
  )
}
