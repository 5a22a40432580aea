import { decodeUtf8 } from '../../bytes/utf8.ts'
import { EngineError } from '../../errors.ts'
import type { ListedFile, PlanOptions } from '../folder/folderListing.ts'

/** More than any description of a dataset; one with a million shards takes 40 MB. */
const MAX_JSON_BYTES = 64 * 1024 ** 2

/** A JSON object from a file of a saved dataset. @throws EngineError `format/corrupt`, what `read` throws */
export async function readSavedJson<F extends ListedFile>(
  file: F,
  read: PlanOptions<F>['read'],
): Promise<Record<string, unknown>> {
  const bytes = await read(file, MAX_JSON_BYTES + 1)
  if (bytes.length > MAX_JSON_BYTES) {
    throw new EngineError('limit/exceeded', `over ${MAX_JSON_BYTES} bytes of description: ${file.path}`, {
      path: file.path,
    })
  }
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes))
  } catch (error) {
    throw new EngineError('format/corrupt', `no valid JSON: ${file.path}`, { path: file.path }, error)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new EngineError('format/corrupt', `no JSON object: ${file.path}`, { path: file.path })
}

/**
 * A name in a saved dataset as a path below its folder.
 * @throws EngineError `format/corrupt` for a name that leads elsewhere
 */
export function pathBelow(folder: string, name: unknown, namedIn: string): string {
  const parts = typeof name === 'string' ? name.split('/') : ['']
  const isBelow = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part))
  if (isBelow && !/^[a-z]:/i.test(parts[0] as string)) return folder === '' ? (name as string) : `${folder}/${name}`
  throw new EngineError('format/corrupt', `${JSON.stringify(name)} is no name inside the folder: ${namedIn}`, {
    path: namedIn,
  })
}
