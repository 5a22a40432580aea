import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Disk for everything in scratch, where `PACKSCOPE_SCRATCH_BYTES` says nothing else. */
const DEFAULT_BUDGET_BYTES = 4 * 1024 ** 3
/** Files still being written end so; older ones were left by a process that died. */
export const PART_SUFFIX = '.part'
const PART_LEFT_MS = 6 * 3600 * 1000
/** After an eviction so much of the budget is in use at most, so that not every write evicts. */
const KEPT_SHARE = 0.9

/** The folder of this user's caches, or the one for temporary files where there is none. `PACKSCOPE_SCRATCH` overrides. */
export function scratchFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (env.PACKSCOPE_SCRATCH) return env.PACKSCOPE_SCRATCH
  const home = env.HOME ?? homedir()
  const caches =
    platform === 'win32'
      ? env.LOCALAPPDATA
      : platform === 'darwin'
        ? home && join(home, 'Library', 'Caches')
        : (env.XDG_CACHE_HOME ?? (home && join(home, '.cache')))
  return join(caches || tmpdir(), 'packscope', 'scratch')
}

/** `PACKSCOPE_SCRATCH_BYTES`, a whole number; 0 keeps nothing. */
export function scratchBudget(env: NodeJS.ProcessEnv): number {
  const asked = env.PACKSCOPE_SCRATCH_BYTES
  return asked !== undefined && /^\d+$/.test(asked) ? Number(asked) : DEFAULT_BUDGET_BYTES
}

/** Makes a folder only this user may look into: what is in it comes from the user's files. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

/** Marks a group as used now. */
export async function touch(path: string): Promise<void> {
  const now = new Date()
  await utimes(path, now, now).catch(() => {}) // gone meanwhile: nothing to mark
}

interface Group {
  path: string
  bytes: number
  usedMs: number
}

/**
 * Removes groups, those not used for longest first, until the rest is within the budget, and parts that a dead process
 * left. Other processes may do the same at once: whatever is gone already is passed over.
 * @param spared a group that is in use
 * @returns bytes that are left
 */
export async function evict(root: string, budgetBytes: number, spared: string | null, nowMs: number): Promise<number> {
  const groups: Group[] = []
  for (const name of await namesIn(root)) {
    if (!name.startsWith('.')) groups.push(await groupAt(join(root, name), nowMs)) // the list of exports is no group
  }
  let sum = groups.reduce((bytes, group) => bytes + group.bytes, 0)
  if (sum <= budgetBytes) return sum
  for (const group of groups.sort((a, b) => a.usedMs - b.usedMs)) {
    if (sum <= budgetBytes * KEPT_SHARE) break
    if (spared !== null && group.path === join(root, spared)) continue
    await rm(group.path, { recursive: true, force: true }).catch(() => {}) // in use on Windows: the next one tries again
    sum -= group.bytes
  }
  return sum
}

async function groupAt(path: string, nowMs: number): Promise<Group> {
  const group = { path, bytes: 0, usedMs: (await stat(path).catch(() => null))?.mtimeMs ?? 0 }
  for (const name of await namesIn(path)) {
    const file = join(path, name)
    const found = await stat(file).catch(() => null)
    if (!found) continue
    if (name.endsWith(PART_SUFFIX) && nowMs - found.mtimeMs > PART_LEFT_MS)
      await rm(file, { force: true }).catch(() => {})
    else group.bytes += found.size
  }
  return group
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
