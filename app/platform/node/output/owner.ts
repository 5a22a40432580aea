import { createHash, randomBytes } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Who writes: its mark is in the names of unfinished files, so that others can tell whether it still runs. */
export interface Owner {
  /** A new mark of this process: `<process>-<its start>-<machine>-<random>`. */
  mark(): Promise<string>
  /** Whether the process behind a mark runs; null where this machine cannot know. */
  isRunning(mark: string): Promise<boolean | null>
}

export const MARK = /(\d+)-(\d+)-([0-9a-f]{8})-[0-9a-f]{12}/

/**
 * This process. One number of a process is given again when it ended, so Linux's time of its start is looked at, too (0
 * where there is none). Processes of another machine, or of a container with numbers of its own, are unknown here.
 */
export const thisProcess: Owner = {
  async mark() {
    const machine = await machineId()
    return `${process.pid}-${(await startOf(process.pid)) ?? 0}-${machine}-${randomBytes(6).toString('hex')}`
  },
  async isRunning(mark) {
    const [, pid, start, machine] = MARK.exec(mark) as RegExpExecArray
    if (machine !== (await machineId())) return null
    if (!isAlive(Number(pid))) return false
    const startNow = await startOf(Number(pid))
    return startNow === null || start === '0' || startNow === start
  },
}

let machine: Promise<string> | null = null

function machineId(): Promise<string> {
  machine ??= readlink('/proc/self/ns/pid')
    .catch(() => '')
    .then((space) => createHash('sha256').update(`${hostname()}\0${space}`).digest('hex').slice(0, 8))
  return machine
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH' // EPERM: alive, and another user's
  }
}

/** When a process started, in ticks since the machine did; null where that is not told. */
async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null)
  if (text === null) return null
  // The name in brackets may hold anything; behind it the fields are numbered from 3, and the start is the 22nd.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}
