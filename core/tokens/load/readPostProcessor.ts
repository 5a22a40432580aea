import type { PostProcessing } from '../bpe/textPipeline.ts'
import { asFlag, asList, asObject, corrupt, type JsonObject, partsOf, typeOf, unsupported } from './jsonParts.ts'

/** @throws EngineError `format/unsupported` with the post-processor that is not read */
export function readPostProcessor(value: unknown): PostProcessing {
  const post = { before: [] as number[], after: [] as number[], trims: [] as { addPrefixSpace: boolean }[] }
  let around = 0
  for (const part of partsOf(value, 'post_processor', 'processors')) {
    const type = typeOf(part, 'post_processor')
    if (type !== 'ByteLevel' && ++around > 1) {
      throw unsupported('post_processor with tokens put around twice', `post_processor ${type}`)
    }
    switch (type) {
      case 'ByteLevel':
        if (asFlag(part.trim_offsets, 'post_processor ByteLevel.trim_offsets')) post.trims.push(trimOf(part, type))
        break
      case 'RobertaProcessing':
        if (asFlag(part.trim_offsets, 'post_processor RobertaProcessing.trim_offsets')) {
          post.trims.push(trimOf(part, type))
        }
        putAround(post, part, type)
        break
      case 'BertProcessing':
        putAround(post, part, type)
        break
      case 'TemplateProcessing':
        putByTemplate(post, part)
        break
      default:
        throw unsupported(`post_processor ${type}`, `post_processor ${type}`)
    }
  }
  return post
}

function trimOf(part: JsonObject, type: string): { addPrefixSpace: boolean } {
  return { addPrefixSpace: asFlag(part.add_prefix_space, `post_processor ${type}.add_prefix_space`) }
}

function putAround(post: { before: number[]; after: number[] }, part: JsonObject, type: string): void {
  post.before.push(asId(asList(part.cls, `post_processor ${type}.cls`)[1], `post_processor ${type}.cls`))
  post.after.push(asId(asList(part.sep, `post_processor ${type}.sep`)[1], `post_processor ${type}.sep`))
}

/** `TemplateProcessing` for one text: special tokens around `A`. */
function putByTemplate(post: { before: number[]; after: number[] }, part: JsonObject): void {
  const where = 'post_processor TemplateProcessing'
  const known = asObject(part.special_tokens, `${where}.special_tokens`)
  let texts = 0
  for (const piece of asList(part.single, `${where}.single`)) {
    const { Sequence: sequence, SpecialToken: token } = asObject(piece, `${where}.single`)
    if (sequence !== undefined) {
      if (asObject(sequence, `${where}.single`).id !== 'A') throw corrupt(`${where}.single with a second text`, where)
      texts++
      continue
    }
    const id = asObject(token, `${where}.single`).id
    if (typeof id !== 'string' || !Object.hasOwn(known, id)) throw corrupt(`${where} without its token ${id}`, where)
    const ids = asList(asObject(known[id], where).ids, `${where}.special_tokens`).map((value) => asId(value, where))
    for (const value of ids) (texts === 0 ? post.before : post.after).push(value)
  }
  if (texts !== 1) throw unsupported(`${where} with the text ${texts} times`, where)
}

function asId(value: unknown, where: string): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0x7fffffff) return value as number
  throw corrupt(`${where} with no id`, where)
}
