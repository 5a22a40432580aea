import { restartEngine } from '../engine/engineSession.ts'
import { useEngine } from '../stores/engineStore.ts'
import { dismissError, useErrors } from '../stores/errorStore.ts'
import controls from '../theme/controls.module.css'
import styles from './ErrorBar.module.css'

/** The newest error above the view: what, where, and what to do. The data below stays. */
export function ErrorBar() {
  const errors = useErrors((state) => state.errors)
  const down = useEngine((state) => state.phase === 'down')
  const error = errors.at(-1)
  return (
    <div role="alert" className={styles.place}>
      {error && (
        <div className={styles.bar}>
          <div className={styles.text}>
            <p className={styles.what}>{error.what}</p>
            <p>{error.message}</p>
            {error.where && <p className={styles.where}>{error.where}</p>}
            {error.advice && <p className={styles.advice}>{error.advice}</p>}
          </div>
          {errors.length > 1 && <span className={styles.more}>and {errors.length - 1} more</span>}
          <button type="button" className={controls.button} onClick={() => dismissError(error.id)}>
            Dismiss
          </button>
        </div>
      )}
      {down && (
        <div className={styles.bar}>
          <p className={styles.text}>The engine is not running. What you see is what was read before.</p>
          <button type="button" className={controls.button} onClick={() => void restartEngine()}>
            Restart the engine
          </button>
        </div>
      )}
    </div>
  )
}
