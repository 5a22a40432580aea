import { type OutputFs, outputFs, type WriteHandle } from '../platform/node/output/outputFs.ts'
import type { Owner } from '../platform/node/output/owner.ts'

export interface Hostility {
  /** The step that fails, from 0: everything that writes, flushes, renames, removes. */
  failAt?: number
  /** What the system says then. */
  code?: string
  /** From that step on nothing works any more, as if the process were killed there. */
  isKilled?: boolean
  /** Takes one byte at a time. */
  isShort?: boolean
  /** There are no second names for files. */
  hasNoLinks?: boolean
}

/** The real file system, failing where it is told to. `steps` counts. */
export function hostileOutputFs(how: Hostility): OutputFs & { steps(): number } {
  let steps = 0
  const isDead = () => how.isKilled === true && steps > (how.failAt ?? Number.POSITIVE_INFINITY)
  const failure = () => Object.assign(new Error(how.code ?? 'EIO'), { code: how.code ?? 'EIO' })

  async function step<T>(act: () => Promise<T>): Promise<T> {
    const at = steps++
    if (at === how.failAt || isDead()) throw failure()
    return act()
  }
  async function look<T>(act: () => Promise<T>): Promise<T> {
    if (isDead()) throw failure()
    return act()
  }
  const handleOf = (handle: WriteHandle): WriteHandle => ({
    write: (bytes) => step(() => handle.write(how.isShort ? bytes.subarray(0, 1) : bytes)),
    sync: () => step(async () => {}), // no test can tell whether a disk has it
    close: () => step(() => handle.close()).finally(() => handle.close().catch(() => {})), // ours must not stay open
  })
  return {
    steps: () => steps,
    create: async (path, mode) => handleOf(await step(() => outputFs.create(path, mode))),
    makeFolder: (path) => step(() => outputFs.makeFolder(path)),
    chmod: (path, mode) => step(() => outputFs.chmod(path, mode)),
    rename: (from, to) => step(() => outputFs.rename(from, to)),
    link: (from, to) => step(() => (how.hasNoLinks ? Promise.reject(failure()) : outputFs.link(from, to))),
    remove: (path) => step(() => outputFs.remove(path)),
    syncFolder: () => step(async () => {}),
    facts: (path, follow) => look(() => outputFs.facts(path, follow)),
    names: (path) => look(() => outputFs.names(path)),
    readLink: (path) => look(() => outputFs.readLink(path)),
    readText: (path) => look(() => outputFs.readText(path)),
  }
}

/** A process of its own for every test: it runs until `end` is called. */
export function fakeOwner(): Owner & { end(): void } {
  let made = 0
  let running = true
  return {
    mark: async () => `1-2-00000000-${(made++).toString(16).padStart(12, '0')}`,
    isRunning: async () => running,
    end: () => {
      running = false
    },
  }
}
