import { EngineError } from '../../core/errors.ts'
import { foreignFile } from '../../core/export/output/foreignFile.ts'
import { MANIFEST_SUFFIX, outputPlace } from '../../core/export/output/outputName.ts'
import { memorySource } from '../../core/io/memorySource.ts'
import type { OutputFiles } from '../../core/io/outputFiles.ts'
import type { OutputOptions } from '../platform/platform.ts'

/** Whether an output would replace something. @throws EngineError `sink/exists`, `argument/invalid` */
export async function memoryTargetExists(
  files: ReadonlyMap<string, Uint8Array>,
  target: string,
  folder: boolean,
): Promise<boolean> {
  const below = [...files.keys()].filter((path) => path.startsWith(`${target}/`))
  if (folder ? files.has(target) : below.length > 0) {
    throw new EngineError('argument/invalid', `the target exists and is not a ${folder ? 'folder' : 'file'}: ${target}`)
  }
  const text = async (path: string) => {
    const bytes = files.get(path)
    return bytes ? new TextDecoder().decode(bytes) : null
  }
  const foreign = await foreignFile({
    async *walk() {
      for (const path of below) yield { path: path.slice(target.length + 1), isFile: true }
    },
    read: (path) => text(`${target}/${path}`),
    readManifest: () => text(target + MANIFEST_SUFFIX),
  })
  if (foreign !== null) throw new EngineError('sink/exists', `holds ${foreign}: ${target}`, { feature: foreign })
  return files.has(target) || below.length > 0 || files.has(target + MANIFEST_SUFFIX)
}

/** An output among the files of a test. @param onEnd called once it is committed or aborted */
export async function memoryOutput(
  files: Map<string, Uint8Array>,
  target: string,
  { overwrite, folder }: OutputOptions,
  onEnd: () => void,
): Promise<OutputFiles> {
  if ((await memoryTargetExists(files, target, folder)) && !overwrite) {
    throw new EngineError('sink/exists', `exists already: ${target}`, { path: target })
  }
  const written = new Map<string, Uint8Array[]>()
  const open = new Set<string>()
  let ended = false
  const end = () => {
    if (!ended) onEnd()
    ended = true
  }
  const closed = (name: string) => {
    const parts = written.get(name)
    if (parts && !open.has(name)) return parts
    throw new EngineError('argument/invalid', `no closed file of this output: ${JSON.stringify(name)}`)
  }
  return {
    pathOf: (name) => target + name,
    async create(name) {
      outputPlace(name, folder)
      if (ended || written.has(name)) throw new EngineError('argument/invalid', `ended, or written already: ${name}`)
      const parts: Uint8Array[] = []
      written.set(name, parts)
      open.add(name)
      return {
        write: async (bytes) => void parts.push(bytes.slice()),
        close: async () => void open.delete(name),
      }
    },
    async rename(from, to) {
      const parts = closed(from)
      if (written.has(to) || outputPlace(from, folder) !== outputPlace(to, folder)) {
        throw new EngineError('argument/invalid', `cannot become '${to}': '${from}'`)
      }
      written.delete(from)
      written.set(to, parts)
    },
    open: async (name) => ({ source: memorySource(Buffer.concat(closed(name))), close: async () => {} }),
    async commit() {
      for (const name of written.keys()) closed(name)
      const isOld = (path: string) => path === target + MANIFEST_SUFFIX || path.startsWith(`${target}/`)
      for (const path of [...files.keys()].filter(isOld)) files.delete(path)
      for (const [name, parts] of written) files.set(target + name, Buffer.concat(parts))
      end()
    },
    abort: async () => end(),
  }
}
