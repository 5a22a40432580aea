/** The files of one split, in the order given. */
export interface SplitFiles {
  name: string
  paths: string[]
}

const DEFAULT_SPLITS = ['train', 'validation', 'test']
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'dev', 'val'],
  test: ['test', 'testing', 'eval', 'evaluation'],
}
/** What may stand beside a keyword. */
const SEPARATOR = '[-._ 0-9]'
const SHARDED = /^data\/(.*)-[0-9]{5}-of-[0-9]{5}[^/]*\.[^/]*$/
const SPLIT_NAME = /^\w+(\.\w+)*$/

/**
 * The splits of a folder of data files, as `datasets` finds them where nothing is configured (its `data_files.py`):
 * first files `data/{split}-00000-of-00001*.*` of any split name; else folders with a keyword of train, validation
 * or test in their names; else file names with one. Empty when nothing tells splits apart.
 *
 * @param paths inside the folder, with `/`
 */
export function hubSplits(paths: readonly string[]): SplitFiles[] {
  const sharded = new Map<string, string[]>()
  for (const path of paths) {
    const name = SHARDED.exec(path)?.[1]
    if (name === undefined || !SPLIT_NAME.test(name)) continue
    sharded.set(name, [...(sharded.get(name) ?? []), path])
  }
  if (sharded.size > 0) {
    const others = [...sharded.keys()].filter((name) => !DEFAULT_SPLITS.includes(name)).sort()
    const names = [...DEFAULT_SPLITS.filter((name) => sharded.has(name)), ...others]
    return names.map((name) => ({ name, paths: sharded.get(name) as string[] }))
  }
  for (const expressionOf of [inFolderName, inFileName]) {
    const found = DEFAULT_SPLITS.map((name) => {
      const expressions = (KEYWORDS[name] as readonly string[]).map(expressionOf)
      return { name, paths: paths.filter((path) => expressions.some((expression) => expression.test(path))) }
    }).filter((split) => split.paths.length > 0)
    if (found.length > 0) return found
  }
  return []
}

function inFileName(keyword: string): RegExp {
  return new RegExp(`(^|/)([^/]*${SEPARATOR})?${keyword}${SEPARATOR}[^/]*$`)
}

function inFolderName(keyword: string): RegExp {
  return new RegExp(`(^|/)([^/]*${SEPARATOR})?${keyword}(${SEPARATOR}[^/]*)?/.*[^/]$`)
}
