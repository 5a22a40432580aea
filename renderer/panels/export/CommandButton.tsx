import { useEffect, useState } from 'react'
import { copyText } from '../../cells/copyText.ts'
import { reportError } from '../../stores/errorStore.ts'
import controls from '../../theme/controls.module.css'

const SAID_FOR_MS = 2000
/** A command that names thousands of columns is not for a tooltip. */
const MOST_SHOWN = 2000

/** Copies a command line; it stands in the tooltip. */
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
  const shown = command.length > MOST_SHOWN ? `${command.slice(0, MOST_SHOWN)}…` : command
  return (
    <button type="button" className={controls.button} title={shown} onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy as command'}
    </button>
  )
}
