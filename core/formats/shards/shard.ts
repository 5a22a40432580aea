import type { Schema } from 'apache-arrow'
import type { Dataset } from '../../dataset/dataset.ts'
import type { Issue } from '../../issues.ts'
import type { RecordText } from '../records/readRecordText.ts'
import type { RecordIndexDelta } from '../records/recordIndex.ts'

/** A dataset that is part of a larger one. Text formats take index and schema from outside, and give raw records. */
export interface ShardDataset extends Dataset {
  addRows?(delta: RecordIndexDelta): void
  setSchema?(schema: Schema): void
  readRecordText?(row: number, maxBytes: number, signal?: AbortSignal): Promise<RecordText>
}

export interface OpenShard {
  dataset: ShardDataset
  /** What to tell about the shard as a whole: that its content is not what its name says, that it is cut short. */
  notes: readonly Issue[]
  close(): Promise<void>
}

/** What is known of a shard without opening it. */
export interface ShardFacts {
  /** Ends of its splits, ascending, in its own rows: the last one is how many it has. */
  rowEnds: readonly number[]
}

/** A shard that can be opened again and again. */
export interface Shard {
  /** Path inside the folder, for people. */
  name: string
  /** Facts known from before; null: to be found out. */
  facts: ShardFacts | null
  /** Text formats: where rows begin, from an earlier pass over the shard. */
  index: readonly RecordIndexDelta[]
  /**
   * @param schema what text formats are to be read as; null: as the sample says
   * @throws EngineError whatever opening a dataset throws
   */
  open(schema: Schema | null, signal?: AbortSignal): Promise<OpenShard>
}
