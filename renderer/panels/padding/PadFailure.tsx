import { isAbortError } from '../../../core/errors.ts'
import { describeError } from '../../format/errorStory.ts'
import controls from '../../theme/controls.module.css'
import styles from '../planning/PlanView.module.css'

/** Why there is no padding with these settings. */
export function PadFailure({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { message, advice } = describeError(error, '')
  return (
    <div className={styles.line} role="alert">
      <span>
        {isAbortError(error) ? 'Cancelled: these settings were not computed.' : message}{' '}
        {advice && <span className={styles.dim}>{advice}</span>}
      </span>
      <button type="button" className={controls.button} onClick={onRetry}>
        Compute again
      </button>
    </div>
  )
}
