import { basename, dirname, join, resolve, sep } from 'node:path'
import { EngineError } from '../../../../core/errors.ts'
import { foreignFile } from '../../../../core/export/output/foreignFile.ts'
import { MANIFEST_SUFFIX } from '../../../../core/export/output/outputName.ts'
import type { OutputOptions } from '../../platform.ts'
import { outputError } from './outputError.ts'
import type { FileFacts, OutputFs } from './outputFs.ts'

/** Where an output will be: a name in a folder that exists. */
export interface OutputTarget {
  folder: string
  name: string
  path: string
  /** What is there now. */
  existing: FileFacts | null
}

const MAX_LINKS = 40

/**
 * The place a path means. A link stays a link: what it leads to is written, in the folder it leads to, even where that does
 * not exist yet, as a shell's `>` does it; files beside the target are beside that.
 *
 * @throws EngineError `argument/invalid` for what cannot be a target, `sink/write` where there is no folder for it
 */
export async function findTarget(fs: OutputFs, given: string, isFolder: boolean): Promise<OutputTarget> {
  let path = resolve(given)
  try {
    for (let links = 0; (await fs.facts(path))?.kind === 'link'; links++) {
      if (links === MAX_LINKS) throw invalid('the link leads round in a circle', given)
      path = resolve(dirname(path), await fs.readLink(path))
    }
    const [folder, name] = [dirname(path), basename(path)]
    if (name === '' || !isPossibleName(name, process.platform)) throw invalid('not a name to write to', path)
    const parent = await fs.facts(folder, true)
    if (parent?.kind !== 'folder') {
      throw new EngineError('sink/write', `the folder does not exist: ${folder}`, { path })
    }
    await fs.facts(path + MANIFEST_SUFFIX) // a name too long is told now, not when everything is written
    const existing = await fs.facts(path)
    if (existing && existing.kind !== (isFolder ? 'folder' : 'file')) {
      throw invalid(`the target exists and is not a ${isFolder ? 'folder' : 'file'}`, path)
    }
    if (existing && isFolder) {
      if (existing.device !== parent.device) throw invalid('a mounted folder cannot be replaced; name one in it', path)
      if ((process.cwd() + sep).startsWith(path + sep)) throw invalid('the current folder cannot be replaced', path)
    }
    return { folder, name, path, existing }
  } catch (error) {
    throw outputError(error, path)
  }
}

/**
 * Whether something would be replaced: the target (an empty folder is nothing), or a manifest beside it.
 * @throws EngineError `sink/exists` for a folder with files that no export wrote: it is not replaced, whatever is asked;
 * `sink/denied` for one that cannot be looked into
 */
export async function isTaken(fs: OutputFs, { path, existing }: OutputTarget): Promise<boolean> {
  try {
    if (existing?.kind === 'folder') await refuseForeign(fs, path)
    const holds = existing?.kind === 'file' || (existing !== null && (await fs.names(path)).length > 0)
    return holds || (await fs.facts(path + MANIFEST_SUFFIX)) !== null
  } catch (error) {
    throw outputError(error, path)
  }
}

async function refuseForeign(fs: OutputFs, path: string): Promise<void> {
  const foreign = await foreignFile({
    walk: () => walk(fs, path, ''),
    read: (below) => readable(fs, join(path, below)),
    readManifest: () => readable(fs, path + MANIFEST_SUFFIX),
  })
  if (foreign === null) return
  const message = `the folder holds a file that no export wrote (${foreign}), and is not replaced`
  throw new EngineError('sink/exists', `${message}: ${path}`, { path, feature: foreign })
}

/** @throws EngineError `sink/exists` where something would be replaced though nobody said so; what `isTaken` throws */
export async function refuseTaken(fs: OutputFs, target: OutputTarget, { overwrite }: OutputOptions): Promise<void> {
  const { path, existing } = target
  if (!(await isTaken(fs, target)) || overwrite) return
  const taken = existing ? path : path + MANIFEST_SUFFIX
  throw new EngineError('sink/exists', `exists already and is only replaced when you say so: ${taken}`, { path: taken })
}

const RESERVED_NAME = /[<>:"|?*]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** Windows takes some names for devices or streams of other files instead of refusing them; elsewhere they are names. */
export function isPossibleName(name: string, platform: NodeJS.Platform): boolean {
  return platform !== 'win32' || !(RESERVED_NAME.test(name) || [...name].some((char) => char < ' '))
}

async function* walk(fs: OutputFs, root: string, below: string): AsyncGenerator<{ path: string; isFile: boolean }> {
  for (const name of await fs.names(join(root, below))) {
    const path = below === '' ? name : `${below}/${name}`
    const facts = await fs.facts(join(root, path))
    if (facts?.kind === 'folder') yield* walk(fs, root, path)
    else if (facts) yield { path, isFile: facts.kind === 'file' }
  }
}

function readable(fs: OutputFs, path: string): Promise<string | null> {
  return fs.readText(path).catch(() => null) // what cannot be read makes nothing known
}

function invalid(message: string, path: string): EngineError {
  return new EngineError('argument/invalid', `${message}: ${path}`, { path })
}
