import { useEffect, useRef, useState } from 'react'
import { isAbortError } from '../../../core/errors.ts'
import { copyText } from '../../cells/copyText.ts'
import controls from '../../theme/controls.module.css'
import styles from './Inspector.module.css'
import { messageOf } from './LongText.tsx'

const SAID_MS = 1_500

/** Copies a text that may first have to be read. Says what became of it. */
export function CopyButton({ label, text }: { label: string; text: (signal: AbortSignal) => Promise<string> }) {
  const [said, setSaid] = useState<{ text: string; failed: boolean } | null>(null)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  useEffect(() => {
    if (said === null || said.failed) return
    const timer = setTimeout(() => setSaid(null), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])

  async function copy(): Promise<void> {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    try {
      await copyText(await text(stop.signal))
      if (!stop.signal.aborted) setSaid({ text: 'copied', failed: false })
    } catch (error) {
      if (!stop.signal.aborted && !isAbortError(error)) setSaid({ text: messageOf(error), failed: true })
    }
  }

  return (
    <span className={styles.copy}>
      <span role="status" className={said?.failed ? styles.bad : styles.dim}>
        {said?.text}
      </span>
      <button type="button" className={`${controls.link} ${styles.copyButton}`} aria-label={label} onClick={copy}>
        copy
      </button>
    </span>
  )
}
