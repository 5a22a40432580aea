import type { AddedToken } from '../added/addedToken.ts'
import type { PostProcessing } from '../bpe/textPipeline.ts'
import type { SpecialTokens } from '../tokenizer.ts'
import type { DeclaredToken } from './readAddedTokens.ts'
import type { TokenizerConfig } from './readConfig.ts'

/** Added tokens whose file gives them another id than they get. */
export function idWarnings(declared: readonly DeclaredToken[], added: readonly AddedToken[]): string[] {
  const ids = new Map(added.map((token) => [token.content, token.id]))
  const wrong = declared.filter((token) => ids.has(token.content) && ids.get(token.content) !== token.declared)
  const [first] = wrong
  if (first === undefined) return []
  return [
    `${wrong.length} added ${wrong.length === 1 ? 'token has' : 'tokens have'} another id than tokenizer.json says, ` +
      `the first ${first.content}: ${ids.get(first.content)}, not ${first.declared}`,
  ]
}

/** Where transformers makes something else of the file than what it says. */
export function configWarnings(
  config: TokenizerConfig,
  byteLevel: boolean,
  post: PostProcessing,
  special: SpecialTokens,
): string[] {
  const warnings: string[] = []
  if (byteLevel && /^LlamaTokenizer(Fast)?$/.test(config.className)) {
    warnings.push(
      `tokenizer_class is ${config.className}, but the file is byte-level: transformers 5 replaces its pre-tokenizer`,
    )
  }
  const told = [
    { key: 'add_bos_token', wanted: config.addBos, id: special.bos, ids: post.before },
    { key: 'add_eos_token', wanted: config.addEos, id: special.eos, ids: post.after },
  ]
  for (const { key, wanted, id, ids } of told) {
    if (wanted === null || id === null || wanted === ids.includes(id)) continue
    warnings.push(
      `${key} is ${wanted}, but the post-processor ${wanted ? 'does not add' : 'adds'} it: transformers may change that`,
    )
  }
  return warnings
}
