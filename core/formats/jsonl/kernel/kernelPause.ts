/** A run shorter than this, ended by a record the kernel does not take, is not worth the change of hands. */
const SHORT_RUN = 8
const LONGEST_PAUSE = 512

/**
 * When to leave the kernel alone: where it hardly takes a record, the change from one reader to the other costs more
 * than it saves. After each short run it pauses for twice as many records as the time before.
 */
export class KernelPause {
  #length = 0
  #left = 0

  /** Whether the next record is to be read without the kernel. To be asked once for each. */
  next(): boolean {
    if (this.#left === 0) return false
    this.#left--
    return true
  }

  /** Tells that the kernel stopped after so many records. */
  stoppedAfter(records: number): void {
    this.#length = records < SHORT_RUN ? Math.min(LONGEST_PAUSE, this.#length * 2 + 1) : 0
    this.#left = this.#length
  }
}
