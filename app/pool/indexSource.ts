import type { Checkpoint, StateStore } from '../../core/compression/checkpoints.ts'
import type { DecompressedSource } from '../../core/compression/decompressedSource.ts'
import { EngineError } from '../../core/errors.ts'
import { indexRecords } from '../../core/formats/records/indexRecords.ts'
import { RecordIndex } from '../../core/formats/records/recordIndex.ts'
import { surveyRecords } from '../../core/formats/records/surveyRecords.ts'
import type { Issue } from '../../core/issues.ts'
import type { Progress } from '../../core/progress.ts'
import { keepCheckpoints } from '../../core/scratch/scratchStates.ts'
import { schemaToIpc } from '../../core/table/ipc.ts'
import { transfer } from '../rpc/transfer.ts'
import { openRecipe, SCAN_CACHE_BYTES, sharedStates, type TaskRuntime } from './openRecipe.ts'
import { keepIndex } from './scratchPlace.ts'
import type { DatasetRecipe, IndexEvent } from './tasks.ts'

/** States a pass sends to an engine that keeps them in memory, which thins them to its own budget. */
const RELAYED_BYTES = 64 * 1024 ** 2

/**
 * Finds every row of a text source, and reads every row once. Plain text is gone through twice: rows come first because
 * they make scrolling possible, and they are found at the speed of the disk. A compressed source is decoded once, which
 * takes longest, with both done on the way; its checkpoints come as they are made.
 */
export async function* indexSource(
  runtime: TaskRuntime,
  recipe: DatasetRecipe,
  signal?: AbortSignal,
): AsyncGenerator<IndexEvent> {
  const relay = new StateRelay(sharedStates(runtime.platform, recipe))
  const { records, plain, opened, close } = await openRecipe(runtime, recipe, {
    states: relay,
    cacheBytes: SCAN_CACHE_BYTES,
    signal,
  })
  try {
    if (!records) throw new EngineError('argument/invalid', `${recipe.format} needs no index: ${opened.name}`)
    const index = new RecordIndex()
    const issues: Issue[] = []
    const kernels = await runtime.kernels
    const { source, recordFormat } = records
    if (!plain) {
      for await (const delta of indexRecords(source, recordFormat, kernels, signal)) {
        index.absorb(delta)
        yield { kind: 'rows', delta, progress: { done: delta.byteEnd, total: source.byteLength, unit: 'bytes' } }
      }
    }
    for await (const event of surveyRecords(source, recordFormat, kernels, { signal, findsRows: plain !== null })) {
      const progress = plain ? packedProgress(plain) : event.progress
      if (plain) yield* relay.take(plain)
      if (event.delta) {
        index.absorb(event.delta)
        yield { kind: 'rows', delta: event.delta, progress }
      }
      issues.push(...event.issues)
      yield { kind: 'types', progress, issues: event.issues, issueCount: event.issueCount }
      if (!event.schema) continue
      const schema = schemaToIpc(event.schema)
      const drift = event.inference?.drift?.() ?? []
      const learnt = event.inference?.learnt?.() ?? null
      const checkpoints = plain ? [...plain.checkpoints.all] : []
      const saved = { rows: index.toDelta(), schema, issues, issueCount: event.issueCount, drift, learnt, checkpoints }
      await keepIndex(runtime.platform.scratch(), recipe, saved)
      // Opened as part of a folder the file is read by whoever finds the list.
      if (recipe.scratch) await keepCheckpoints(runtime.platform.scratch(), recipe.scratch.group, checkpoints)
      yield { kind: 'schema', schema, drift }
    }
  } finally {
    await close()
  }
}

function packedProgress(plain: DecompressedSource): Progress {
  return { done: plain.packedEnd, total: plain.packed.byteLength, unit: 'bytes' }
}

/** Keeps states where all threads find them; those that cannot be kept there travel to the engine with their event. */
class StateRelay implements StateStore {
  readonly budgetBytes: number
  readonly #store: StateStore | null
  readonly #waiting = new Map<number, Uint8Array<ArrayBuffer>>()

  constructor(store: StateStore | null) {
    this.#store = store
    this.budgetBytes = store?.budgetBytes ?? RELAYED_BYTES
  }

  async put(checkpoint: Checkpoint, state: Uint8Array<ArrayBuffer>): Promise<boolean> {
    if (await this.#store?.put(checkpoint, state)) return true
    this.#waiting.set(checkpoint.plainByte, state)
    return true
  }

  async get(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.#store?.get(checkpoint)) ?? null
  }

  async drop(checkpoint: Checkpoint): Promise<void> {
    if (!this.#waiting.delete(checkpoint.plainByte)) await this.#store?.drop(checkpoint)
  }

  /** The event of the checkpoints made since the last one. */
  *take(plain: DecompressedSource): Generator<IndexEvent> {
    const checkpoints = plain.checkpoints.takeFresh()
    if (checkpoints.length === 0) return
    const states = checkpoints.map(({ plainByte }) => this.#waiting.get(plainByte) ?? null)
    this.#waiting.clear()
    yield transfer(
      { kind: 'checkpoints', checkpoints, states },
      states.flatMap((state) => (state ? [state.buffer] : [])),
    )
  }
}
