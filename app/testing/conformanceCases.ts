import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of core/fixtures/conformance, or a folder. */
export interface ConformanceCase {
  /** The kind of file: fast-axolotl's names without compression, `arrow stream`, `tsv`. */
  format: string
  compression: 'zstd' | 'gzip' | null
  feature: string
  file: string
  /** Library and version that wrote it. */
  writer: string
  /** File that says what is in it. */
  golden: string
  rows: number
}

export interface ConformanceGolden {
  schema: string
  rows: string[]
}

const folder = fileURLToPath(new URL('../../core/fixtures/conformance/', import.meta.url))

export const conformanceCases = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as ConformanceCase[]

/** Name of the format as `packscope formats` lists it, but for `arrow stream`. */
export function formatName({ format, compression }: ConformanceCase): string {
  return compression === null ? format : `${format}.${compression === 'zstd' ? 'zst' : 'gz'}`
}

export const formatNames = [...new Set(conformanceCases.map(formatName))]

export function casesOf(name: string): ConformanceCase[] {
  return conformanceCases.filter((one) => formatName(one) === name)
}

export function goldenOf({ golden }: ConformanceCase): ConformanceGolden {
  return JSON.parse(readFileSync(folder + golden, 'utf8')) as ConformanceGolden
}

/** Where a case lies on disk. */
export function pathOf({ file }: ConformanceCase): string {
  return folder + file
}

/** The files of a case by their paths: one, or those of a folder. */
export function filesOf({ file }: ConformanceCase): Map<string, Uint8Array<ArrayBuffer>> {
  const read = (path: string) => new Uint8Array(readFileSync(folder + path))
  const isFolder = statSync(folder + file).isDirectory()
  const paths = isFolder ? readdirSync(folder + file).map((name) => `${file}/${name}`) : [file]
  return new Map(paths.map((path) => [path, read(path)]))
}

/** The case with rows that has the fewest bytes. */
export function smallestCase(name: string): ConformanceCase {
  const bytesOf = (one: ConformanceCase) => [...filesOf(one).values()].reduce((sum, { length }) => sum + length, 0)
  const withRows = casesOf(name).filter(({ rows }) => rows > 0)
  return withRows.reduce((least, one) => (bytesOf(one) < bytesOf(least) ? one : least))
}
