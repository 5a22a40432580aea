import { isAbortError } from '../errors.ts'
import type { Scratch } from './scratch.ts'
import { seal, unseal } from './sealed.ts'

/** Writes an entry that can be told from damage. @returns whether it is kept; a scratch that fails keeps nothing */
export async function keep(scratch: Scratch, key: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await scratch.write(key, seal(bytes))
    return true
  } catch (error) {
    if (isAbortError(error)) throw error
    return false // full, denied, gone: the next one makes it again
  }
}

/** An entry as it was kept; null when it is missing, damaged or cannot be read. */
export async function recall(scratch: Scratch, key: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const sealed = await scratch.read(key)
    return sealed === null ? null : unseal(sealed)
  } catch (error) {
    if (isAbortError(error)) throw error
    return null
  }
}
