import { AlertDialog } from '@base-ui/react/alert-dialog'
import dialog from '../../../frame/KeysDialog.module.css'
import controls from '../../../theme/controls.module.css'
import styles from './ReplaceDialog.module.css'
import { useReplaceQuestion } from './replaceQuestion.ts'

/** Asks before a folder is replaced. */
export function ReplaceDialog() {
  const question = useReplaceQuestion((state) => state.question)
  return (
    <AlertDialog.Root open={question !== null} onOpenChange={(open) => !open && question?.answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialog.backdrop} />
        <AlertDialog.Popup className={dialog.dialog}>
          <AlertDialog.Title className={`${dialog.title} ${styles.title}`}>Replace {question?.name}?</AlertDialog.Title>
          <AlertDialog.Description className={styles.what}>
            There is something under this name already. When the export is complete, the folder with all that is in it
            is replaced; until then, and if the export fails, it stays as it is.
          </AlertDialog.Description>
          {question?.path && <p className={styles.path}>{question.path}</p>}
          <div className={styles.buttons}>
            <AlertDialog.Close className={controls.button}>Cancel</AlertDialog.Close>
            <button type="button" className={controls.primary} onClick={() => question?.answer(true)}>
              Replace
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
