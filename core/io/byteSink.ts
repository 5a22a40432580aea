/**
 * Where an entry of scratch goes. Nothing appears under its name before `close` resolves; `abort` leaves it as it
 * was. Exactly one of the two is called, once.
 */
export interface ByteSink {
  /** Appends bytes; resolves when more may be written (back-pressure). The caller may reuse `bytes` afterwards. */
  write(bytes: Uint8Array): Promise<void>
  /** Makes the output visible under its name. @throws EngineError `sink/write`, `sink/denied`, `sink/full` */
  close(): Promise<void>
  /** Discards everything written. Never throws. */
  abort(): Promise<void>
}
