import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadTokenizer } from '../tokens/load/loadTokenizer.ts'
import type { Tokenizer } from '../tokens/tokenizer.ts'
import { fixture } from './golden.ts'

/** Ids, first characters and ends of a text's tokens. */
export type Tokens = readonly [ids: number[], starts: number[], ends: number[]]

export interface TokenizerGolden {
  name: string
  /** Its `tokenizer.json`, to be changed by tests. */
  file: Record<string, unknown>
  /** What the Rust `tokenizers` makes of each text, without and with the post-processor's tokens. */
  cases: readonly { text: string; bare: Tokens; special: Tokens }[]
}

/** The small tokenizers of core/fixtures/tokens. */
export function tokenizerGoldens(): TokenizerGolden[] {
  const files = readdirSync(fileURLToPath(new URL('../fixtures/tokens/', import.meta.url)))
  return files.map((file) => {
    const { tokenizer, cases } = JSON.parse(new TextDecoder().decode(fixture(`tokens/${file}`)))
    return { name: file.replace('.json', ''), file: tokenizer, cases }
  })
}

export function tokenizerGolden(name: string): TokenizerGolden {
  const found = tokenizerGoldens().find((golden) => golden.name === name)
  if (found === undefined) throw new Error(`no tokenizer ${name}`)
  return found
}

/** Loads a `tokenizer.json`, and a `tokenizer_config.json`, given as values. */
export function loadJson(tokenizer: unknown, config?: unknown): Tokenizer {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  return loadTokenizer({
    name: 'test',
    tokenizerJson: bytes(tokenizer),
    ...(config === undefined ? {} : { tokenizerConfig: bytes(config) }),
  })
}

/** Ids by the path that makes no strings. */
export function idsOf(tokenizer: Tokenizer, text: string, addSpecial = false): number[] {
  // Inside other bytes, so that what is outside is not looked at.
  const bytes = new TextEncoder().encode(`</s${text}\u0301s>`)
  const sink = { ids: new Int32Array(0), length: 0 }
  tokenizer.encode(bytes, 3, bytes.length - 4, sink, addSpecial)
  return Array.from(sink.ids.subarray(0, sink.length))
}
