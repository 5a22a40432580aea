import type { AddedToken } from '../added/addedToken.ts'
import { asFlag, asList, asObject, asText, type JsonObject, optionalObject } from './jsonParts.ts'
import { readAddedToken } from './readAddedTokens.ts'

/** What `tokenizer_config.json` and `special_tokens_map.json` add to a `tokenizer.json`. */
export interface TokenizerConfig {
  bos: string | null
  eos: string | null
  pad: string | null
  unk: string | null
  /** Tokens that transformers adds after loading, where they are not there yet, in its order. */
  extra: readonly Omit<AddedToken, 'id'>[]
  /** `tokenizer_class`; empty where it is not told. */
  className: string
  /** `add_bos_token` and `add_eos_token`; null where they are not told. */
  addBos: boolean | null
  addEos: boolean | null
}

/** In the order transformers adds them. */
const SPECIAL_KEYS = [
  'bos_token',
  'eos_token',
  'unk_token',
  'sep_token',
  'pad_token',
  'cls_token',
  'mask_token',
] as const

/**
 * The config wins over the map. Tokens are texts, or objects with their content and flags.
 * @throws EngineError `format/corrupt` for tokens that are neither
 */
export function readConfig(config: JsonObject, map: JsonObject): TokenizerConfig {
  const given = (key: string) => config[key] ?? map[key] ?? null
  const specials = SPECIAL_KEYS.map((key) => specialToken(given(key), key))
  const additional = given('additional_special_tokens')
  const listed = additional === null ? [] : asList(additional, 'additional_special_tokens')
  const named = specials.filter((token) => token !== null)
  const more = listed.map((token) => specialToken(token, 'additional_special_tokens')).filter((token) => token !== null)
  const special = new Set([...named, ...more].map((token) => token.content))
  const decoder = optionalObject(config.added_tokens_decoder, 'added_tokens_decoder') ?? {}
  const decoded = Object.entries(decoder)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, token]) => readAddedToken(asObject(token, 'added_tokens_decoder')))
    .map((token) => ({ ...token, special: token.special || special.has(token.content) }))
  const contentOf = (key: (typeof SPECIAL_KEYS)[number]) => specials[SPECIAL_KEYS.indexOf(key)]?.content ?? null
  return {
    bos: contentOf('bos_token'),
    eos: contentOf('eos_token'),
    pad: contentOf('pad_token'),
    unk: contentOf('unk_token'),
    extra: [...decoded, ...named, ...more],
    className: typeof config.tokenizer_class === 'string' ? config.tokenizer_class : '',
    addBos: optionalFlag(config.add_bos_token, 'add_bos_token'),
    addEos: optionalFlag(config.add_eos_token, 'add_eos_token'),
  }
}

function specialToken(value: unknown, key: string): Omit<AddedToken, 'id'> | null {
  if (value === null) return null
  if (typeof value !== 'string') return { ...readAddedToken(asObject(value, key)), special: true }
  return readAddedToken({ content: asText(value, key), special: true })
}

function optionalFlag(value: unknown, where: string): boolean | null {
  return value === undefined || value === null ? null : asFlag(value, where)
}
