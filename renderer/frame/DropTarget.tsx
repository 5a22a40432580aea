import { useEffect, useState } from 'react'
import { holdsFiles, readDrop } from '../sources/dropped.ts'
import { openDropped } from '../sources/openDropped.ts'
import styles from './DropTarget.module.css'

/** The whole window takes drops, whatever it shows. */
export function DropTarget() {
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Enter and leave fire for every child; the balance says whether the pointer is still in the window.
    let depth = 0
    const show = (next: boolean) => {
      if (!next) depth = 0
      setOver(next)
    }
    const onEnter = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsFiles(event.dataTransfer.types)) return
      event.preventDefault()
      depth++
      show(true)
    }
    const onOver = (event: DragEvent) => {
      event.preventDefault() // also for other drags: a dropped link must not navigate the window away
      if (event.dataTransfer) event.dataTransfer.dropEffect = holdsFiles(event.dataTransfer.types) ? 'copy' : 'none'
    }
    const onLeave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) show(false)
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      show(false)
      if (event.dataTransfer) void openDropped(readDrop(event.dataTransfer))
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])
  if (!over) return null
  return (
    <div className={styles.over}>
      <p className={styles.text}>Drop to open</p>
    </div>
  )
}
