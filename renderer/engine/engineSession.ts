import type { EngineApi } from '../../app/protocol/engine.ts'
import { isAbortError } from '../../core/errors.ts'
import { endDedupRuns } from '../panels/duplicates/dedupRunStore.ts'
import { endExportRuns } from '../panels/export/exportRunStore.ts'
import { endPackRuns } from '../panels/packing/packRunStore.ts'
import { positionOf, rememberPosition } from '../panels/rows/rowsStore.ts'
import { forgetDataset, forgetState } from '../sources/closeDataset.ts'
import { readOptionsOf, setReadOptions, useReadOptions } from '../sources/readOptions.ts'
import { putDataset, type Reopened, rebaseDatasets, useDatasets } from '../stores/datasetStore.ts'
import { useEngine } from '../stores/engineStore.ts'
import { dismissStories, reportError, showStory } from '../stores/errorStore.ts'
import { forgetJobs, putJob } from '../stores/jobStore.ts'
import { rebaseUi, useUi } from '../stores/uiStore.ts'
import { connectEngine } from './connect.ts'
import { onJobEnd } from './jobEnd.ts'

/** An engine that dies this often within the window is not started again: something open kills it. */
const MOST_DEATHS = 3
const DEATH_WINDOW_MS = 60_000

const STOPPED = 'The engine stopped'

let deaths: number[] = []

/** Starts the engine and keeps it alive. Resolves when the first one answers. */
export async function startEngine(): Promise<void> {
  try {
    const { api } = await connectEngine((why) => void recover(why))
    useEngine.setState({ engine: api, phase: 'running' })
    void pumpWatch(api)
  } catch (error) {
    useEngine.setState({ phase: 'down' })
    reportError(error, 'The engine could not be started')
  }
}

/** Starts the engine again after it was given up. */
export async function restartEngine(): Promise<void> {
  deaths = []
  useEngine.setState({ phase: 'starting' })
  await revive()
  if (useEngine.getState().phase === 'running') dismissStories(STOPPED)
}

/** Feeds the stores from the engine's one push stream, for as long as that engine lives. */
async function pumpWatch(api: EngineApi): Promise<void> {
  try {
    for await (const event of api.watch({})) {
      if (event.kind === 'dataset') putDataset(event.dataset)
      else if (event.kind === 'closed') forgetDataset(event.datasetId)
      else if (putJob(event.job)) onJobEnd(event.job)
    }
  } catch (error) {
    const dead = useEngine.getState().phase !== 'running'
    if (!dead && !isAbortError(error)) reportError(error, 'News from the engine stopped coming')
  }
}

async function recover(why: string): Promise<void> {
  const now = performance.now()
  deaths = [...deaths.filter((at) => now - at < DEATH_WINDOW_MS), now]
  forgetJobs()
  endPackRuns()
  endDedupRuns()
  endExportRuns()
  const giveUp = deaths.length > MOST_DEATHS
  useEngine.setState({ phase: giveUp ? 'down' : 'starting' })
  showStory({
    what: STOPPED,
    message: `${why}.`.replace(/\.\.$/, '.'),
    where: null,
    advice: giveUp
      ? 'It stopped several times in a row and was not started again. Close what was opened last, then restart it.'
      : 'It is being started again, and what was open is opened again. Your files are untouched.',
    code: 'internal',
  })
  if (!giveUp) await revive()
}

/** A new engine, with the open sources opened again in their places. Views computed by the dead engine are gone. */
async function revive(): Promise<void> {
  try {
    const { api } = await connectEngine((why) => void recover(why))
    const readOptions = useReadOptions.getState()
    const sources = useDatasets.getState().datasets.filter((dataset) => dataset.source !== null)
    const outcomes = await Promise.allSettled(
      sources.map(({ source, format, datasetId }) =>
        api.open({ source: source!, format, options: readOptionsOf(readOptions, datasetId) }),
      ),
    )
    const reopened = new Map<string, Reopened>()
    const newIds = new Map<string, string>()
    for (const [at, { datasetId, name }] of sources.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'fulfilled') {
        reopened.set(datasetId, outcome.value)
        newIds.set(datasetId, outcome.value.dataset.datasetId)
      } else {
        reportError(outcome?.reason, `Could not open ${name} again`)
      }
    }
    // One step for the views: the new ids and the engine that knows them arrive together. The push stream comes after,
    // since ids of the new engine mean nothing in the old table.
    const positions = [...newIds].map(([oldId, newId]) => ({ newId, position: positionOf(oldId) }))
    const { activeRows, inspected } = useUi.getState()
    for (const { datasetId } of useDatasets.getState().datasets) forgetState(datasetId)
    rebaseDatasets(reopened)
    rebaseUi(newIds, activeRows, inspected)
    for (const [oldId, newId] of newIds) setReadOptions(newId, readOptionsOf(readOptions, oldId))
    for (const { newId, position } of positions) if (position) rememberPosition(newId, position)
    useEngine.setState({ engine: api, phase: 'running' })
    void pumpWatch(api)
  } catch (error) {
    useEngine.setState({ phase: 'down' })
    reportError(error, 'The engine could not be started again')
  }
}
