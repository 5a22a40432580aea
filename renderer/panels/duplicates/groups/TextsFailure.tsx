import { describeError } from '../../../format/errorStory.ts'
import controls from '../../../theme/controls.module.css'
import styles from './GroupDetail.module.css'

/** Says why texts that are to be compared are not there, and reads them again when asked. */
export function TextsFailure({ error, retry }: { error: unknown; retry(): void }) {
  return (
    <p className={styles.message} role="alert">
      The texts could not be read: {describeError(error, '').message}{' '}
      <button type="button" className={controls.link} onClick={retry}>
        try again
      </button>
    </p>
  )
}
