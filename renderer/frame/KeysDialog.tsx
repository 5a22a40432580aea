import { Dialog } from '@base-ui/react/dialog'
import { useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import styles from './KeysDialog.module.css'
import { KEY_GROUPS } from './keys.ts'

export function KeysDialog() {
  const open = useUi((state) => state.keysOpen)
  return (
    <Dialog.Root open={open} onOpenChange={(keysOpen) => useUi.setState({ keysOpen })}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <div className={styles.head}>
            <Dialog.Title className={styles.title}>Keys</Dialog.Title>
            <Dialog.Close className={controls.button}>Close</Dialog.Close>
          </div>
          <div className={styles.groups}>
            {KEY_GROUPS.map(({ title, lines }) => (
              <section key={title}>
                <h3 className={styles.group}>{title}</h3>
                <dl className={styles.lines}>
                  {lines.map(({ keys, does }) => (
                    <div key={keys} className={styles.line}>
                      <dt>
                        {keys.split(' ').map((key) => (
                          <kbd key={key}>{key}</kbd>
                        ))}
                      </dt>
                      <dd>{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
