import type { Import } from './imports.ts'
import { CLOSED_TO_APP, LAYERS, type Layer, TEST_PACKAGES } from './layerTable.ts'
import { isTestFile } from './sourceFiles.ts'

/** Why an import breaks the layer table, as a sentence; null when it does not. */
export function violation(found: Import): string | null {
  const { from, to, isPackage, typeOnly, query } = found
  const layer = LAYERS.find(({ at }) => from.startsWith(at))
  if (isTestFile(from)) return testViolation(found, layer)
  if (!layer) return `${from}: no layer for this file in the layer table`
  const say = (what: string) => `${from}: ${layer.at} may not import ${what}`
  if (isPackage) return matchesPackage(to, layer.packages ?? []) ? null : say(`the package ${to}`)
  if (isTestFile(to)) return say(`test code (${to})`)
  // A worker's script is a program of its own: its URL is no dependency on its code.
  if (/(^|&)worker(&|$)/.test(query)) {
    return matchesFile(to, layer.workers ?? []) && /(^|&)url(&|$)/.test(query) ? null : say(`${to} as a worker`)
  }
  if (matchesFile(to, layer.files)) return null
  if (matchesFile(to, layer.types ?? [])) return typeOnly ? null : say(`${to}, except its types with 'import type'`)
  return say(to)
}

function testViolation({ from, to, isPackage }: Import, layer: Layer | undefined): string | null {
  if (isPackage) {
    return matchesPackage(to, [...TEST_PACKAGES, ...(layer?.packages ?? [])])
      ? null
      : `${from}: tests may not import the package ${to}`
  }
  const closed = CLOSED_TO_APP.some((folder) => from.startsWith(folder))
  return closed && !matchesFile(to, [...CLOSED_TO_APP, 'build/wasm/'])
    ? `${from}: tests of ${from.split('/')[0]}/ may not import ${to}`
    : null
}

function matchesFile(path: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    if (entry.endsWith('/*')) return path.startsWith(entry.slice(0, -1)) && !path.slice(entry.length - 1).includes('/')
    return path === entry || (!/\.\w+$/.test(entry) && path.startsWith(entry))
  })
}

function matchesPackage(name: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => name === entry || (entry.endsWith('*') && name.startsWith(entry.slice(0, -1))))
}
