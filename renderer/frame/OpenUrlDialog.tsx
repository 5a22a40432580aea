import { Dialog } from '@base-ui/react/dialog'
import { type FormEvent, useState } from 'react'
import { openSource } from '../sources/openSources.ts'
import { parseUrl, sourceOfUrl } from '../sources/sourceNames.ts'
import { useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import dialog from './KeysDialog.module.css'
import styles from './OpenUrlDialog.module.css'

/** Asks for the URL of a file. */
export function OpenUrlDialog() {
  const open = useUi((state) => state.urlOpen)
  return (
    <Dialog.Root open={open} onOpenChange={(urlOpen) => useUi.setState({ urlOpen })}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={dialog.dialog}>
          <Dialog.Title className={dialog.title}>Open URL</Dialog.Title>
          <UrlForm />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function UrlForm() {
  const [text, setText] = useState('')
  const [refused, setRefused] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const url = text.trim()
    if (!isHttp(url)) {
      setRefused(true)
      return
    }
    useUi.setState({ urlOpen: false })
    void openSource(sourceOfUrl(url))
  }
  return (
    <form onSubmit={submit} noValidate>
      <input
        className={`${controls.field} ${styles.url}`}
        type="url"
        value={text}
        placeholder="https://…/data.parquet"
        aria-label="URL of a file"
        aria-invalid={refused || undefined}
        aria-describedby="url-hint"
        // biome-ignore lint/a11y/noAutofocus: the dialog is this field
        autoFocus
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value)
          setRefused(false)
        }}
      />
      <p id="url-hint" className={styles.hint}>
        {refused
          ? 'A URL begins with https:// or http://, without a user name in it.'
          : 'Read in parts where the server answers byte ranges; otherwise whole, up to 64 MiB.'}
      </p>
      <div className={styles.buttons}>
        <Dialog.Close className={controls.button}>Cancel</Dialog.Close>
        <button type="submit" className={controls.primary} disabled={text.trim() === ''}>
          Open
        </button>
      </div>
    </form>
  )
}

function isHttp(text: string): boolean {
  const url = parseUrl(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
