import { EngineError } from '../../core/errors.ts'
import { memorySource } from '../../core/io/memorySource.ts'
import type { OpenedSource } from './platform.ts'
import chat from './samples/chat.jsonl?raw'
import preference from './samples/preference.jsonl?raw'
import { pretokenizedSample } from './samples/pretokenized.ts'

const SAMPLES: Readonly<Record<string, () => string>> = {
  chat: () => chat,
  preference: () => preference,
  pretokenized: pretokenizedSample,
}

/** One of the built-in samples as a source. @throws EngineError `source/not-found` */
export async function openSample(name: string): Promise<OpenedSource> {
  const make = Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined
  if (!make) {
    throw new EngineError('source/not-found', `no such sample: ${name}; there are ${Object.keys(SAMPLES).join(', ')}`)
  }
  return {
    source: memorySource(new TextEncoder().encode(make())),
    name: `${name}.jsonl`,
    path: null,
    identity: null,
    close: async () => {},
  }
}
