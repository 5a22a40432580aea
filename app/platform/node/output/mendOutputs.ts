import { join } from 'node:path'
import type { CommitRecord, Move } from './commitMoves.ts'
import type { OutputFs } from './outputFs.ts'
import type { Owner } from './owner.ts'
import { type FoundPart, parsePartName } from './partNames.ts'

/** Of a writer on another machine nobody here knows whether it runs; one that changed nothing for so long does not. */
const UNKNOWN_LEFT_MS = 7 * 24 * 3600 * 1000

/**
 * Brings a folder back in order where exports were killed: a replacement that had begun is finished or taken back
 * (`commitMoves` says when which), then what is left of dead writers is removed. What belongs to a running export is left
 * alone; other processes may do the same at once.
 * @returns whether nothing of dead writers is left
 */
export async function mendOutputs(fs: OutputFs, owner: Owner, folder: string, nowMs = Date.now()): Promise<boolean> {
  const found = new Map<string, FoundPart>()
  for (const name of await fs.names(folder).catch(() => [])) {
    const part = parsePartName(name)
    if (part && (await isLeft(fs, owner, join(folder, name), part.mark, nowMs))) found.set(name, part)
  }
  let clean = true
  const attempt = (step: Promise<void>) =>
    step.catch(() => {
      clean = false // read-only, or in use: the next start tries again
    })
  const keptMarks = new Set<string>()
  for (const [name, { kind, mark }] of found) {
    if (kind !== 'commit') continue
    found.delete(name)
    await mendCommit(fs, folder, name).catch(() => {
      clean = false
      keptMarks.add(mark)
    })
  }
  for (const [name, { kind, mark, name: target }] of found) {
    if (keptMarks.has(mark)) continue
    const path = join(folder, name)
    // Only a record that was lost leaves one behind: what it holds is then all there is under the name.
    if (kind === 'old' && (await fs.facts(path)) && !(await fs.facts(join(folder, target)))) {
      await attempt(fs.rename(path, join(folder, target)))
    } else await attempt(fs.remove(path))
  }
  return clean
}

async function isLeft(fs: OutputFs, owner: Owner, path: string, mark: string, nowMs: number): Promise<boolean> {
  const running = await owner.isRunning(mark)
  if (running !== null) return !running
  const names = await fs.names(path).catch(() => []) // a file has none
  const all = [path, ...names.map((name) => join(path, name))]
  const changes = await Promise.all(all.map((one) => fs.facts(one).catch(() => null)))
  return Math.max(0, ...changes.map((facts) => facts?.changedMs ?? 0)) < nowMs - UNKNOWN_LEFT_MS
}

async function mendCommit(fs: OutputFs, folder: string, record: string): Promise<void> {
  const at = (name: string) => join(folder, name)
  const has = async (name: string) => (await fs.facts(at(name))) !== null
  const moves = readRecord(await fs.readText(at(record)))
  const [target] = moves
  if (target) {
    const isReplaced = !(target.part && (await has(target.part))) && (await has(target.target))
    for (const { part, target: name, old } of isReplaced ? moves.slice(1) : moves) {
      if (isReplaced && part && (await has(part))) await fs.rename(at(part), at(name))
      else if (!isReplaced && (await has(old)) && !(await has(name))) await fs.rename(at(old), at(name))
    }
    // The target's part goes last: it says what this was about, should the mending be killed.
    for (const { part, old } of moves.toReversed()) {
      await fs.remove(at(old))
      if (part) await fs.remove(at(part))
    }
    await fs.syncFolder(folder)
  }
  await fs.remove(at(record))
}

/** Moves of a record; none of one that was cut: it is on disk before anything is renamed. */
function readRecord(text: string | null): Move[] {
  try {
    const { moves } = JSON.parse(text ?? '') as CommitRecord
    const isName = (name: unknown) => typeof name === 'string' && !/[/\\]/.test(name)
    const ours = (name: unknown) => isName(name) && parsePartName(name as string) !== null
    const isMove = ({ part, target, old }: Move) => (part === null || ours(part)) && isName(target) && ours(old)
    return moves.every(isMove) ? moves : []
  } catch {
    return []
  }
}
