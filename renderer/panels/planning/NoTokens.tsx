import type { DatasetInfo } from '../../../app/protocol/datasets.ts'
import styles from './PlanView.module.css'

/** Instead of a packing or a padding, where no column holds tokens. @param does `packed` or `padded` */
export function NoTokens({ dataset, does }: { dataset: DatasetInfo; does: 'packed' | 'padded' }) {
  const held = dataset.columns.map(({ name, type }) => `${name}: ${type}`).join(', ')
  return (
    <div className={styles.view}>
      <div className={styles.message}>
        <p className={styles.messageHead}>Nothing here can be {does}.</p>
        <p>It takes a column of token ids (a list of integers) or of text. This dataset holds {held || 'no column'}.</p>
      </div>
    </div>
  )
}
