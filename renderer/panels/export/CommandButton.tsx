import { useEffect, useState } from 'react'
import { copyText } from '../../cells/copyText.ts'
import { reportError } from '../../stores/errorStore.ts'
import controls from '../../theme/controls.module.css'

const SAID_FOR_MS = 2000

/** Copies a command line; the whole of it stands in the tooltip. */
export function CommandButton({ command }: { command: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () =>
    copyText(command).then(
      () => setCopied(true),
      (error) => reportError(error, 'Could not copy the command'),
    )
  return (
    <button type="button" className={controls.button} title={command} onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy as command'}
    </button>
  )
}
