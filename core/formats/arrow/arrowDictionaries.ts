import type { Vector } from 'apache-arrow'
import { addDictionary } from '../../table/ipc/loadDictionary.ts'
import type { ArrowIndex, DictionaryEntry } from './arrowIndex.ts'
import type { ReadMessageBody } from './readBatch.ts'

/** Positions of the dictionary messages that decide the values in force behind the first `count` of them. */
export function messagesInForce(entries: readonly DictionaryEntry[], count: number): number[] {
  const perId = new Map<number, number[]>()
  for (let at = 0; at < count; at++) {
    const entry = entries[at] as DictionaryEntry
    const before = perId.get(entry.id)
    if (entry.isDelta && before) before.push(at)
    else perId.set(entry.id, [at])
  }
  return [...perId.values()].flat().sort((left, right) => left - right)
}

function startsWith(messages: readonly number[], start: readonly number[]): boolean {
  return start.every((message, at) => message === messages[at])
}

/**
 * The dictionaries in force for a batch. Those of the last batch asked for are kept: files have one set for all of
 * their batches, and streams usually go on with the one before.
 */
export class ArrowDictionaries {
  private readonly index: ArrowIndex
  private readonly read: ReadMessageBody
  private kept: { wanted: number[]; loading: Promise<Map<number, Vector>> } | null = null

  constructor(index: ArrowIndex, read: ReadMessageBody) {
    this.index = index
    this.read = read
  }

  /** @throws EngineError `format/corrupt`, what the source throws */
  async at(count: number): Promise<ReadonlyMap<number, Vector>> {
    if (count === 0) return new Map()
    const wanted = messagesInForce(this.index.dictionaries, count)
    const { kept } = this
    const known = kept && startsWith(wanted, kept.wanted) ? kept : null
    if (known?.wanted.length === wanted.length) return known.loading
    const loading = known
      ? known.loading.then((values) => this.load(new Map(values), wanted.slice(known.wanted.length)))
      : this.load(new Map(), wanted)
    this.kept = { wanted, loading }
    loading.catch(() => {
      if (this.kept?.loading === loading) this.kept = null
    })
    return loading
  }

  private async load(dictionaries: Map<number, Vector>, messages: readonly number[]): Promise<Map<number, Vector>> {
    for (const at of messages) {
      const { message, body } = await this.read(this.index.dictionaries[at] as DictionaryEntry)
      if (message.header.kind !== 'dictionary') continue
      addDictionary(dictionaries, this.index.stored, message.header, body, message.version)
    }
    return dictionaries
  }
}
