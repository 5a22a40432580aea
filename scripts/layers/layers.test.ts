import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findCycle } from './cycles.ts'
import { houseRuleViolations } from './houseRules.ts'
import { importsOf } from './imports.ts'
import { readSourceFiles } from './sourceFiles.ts'
import { violation } from './violations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = readSourceFiles(root, ['app', 'core', 'electron', 'renderer', 'wasm'])
const imports = files.flatMap(importsOf)

describe('the repository', () => {
  it('is read: every folder, thousands of lines, hundreds of imports', () => {
    for (const folder of ['app/', 'core/', 'electron/', 'renderer/', 'wasm/']) {
      expect(imports.some(({ from }) => from.startsWith(folder))).toBe(true)
    }
    expect(imports.length).toBeGreaterThan(300)
  })
  it('keeps the layer table', () => {
    expect(imports.map(violation).filter((sentence) => sentence !== null)).toEqual([])
  })
  it('has no import cycles', () => {
    expect(findCycle(imports)).toBeNull()
  })
  it('keeps the rules for names and sizes of files', () => {
    expect(files.flatMap(houseRuleViolations)).toEqual([])
  })
})

describe('a planted import is caught', () => {
  const caught = (path: string, text: string) => importsOf({ path, text }).map(violation)

  it.each([
    ['core/stats.ts', `import { readFile } from 'node:fs/promises'`],
    ['core/stats.ts', `import { createEngine } from '../app/engine/createEngine.ts'`],
    ['core/stats.ts', `import type { EngineApi } from '../app/protocol/engine.ts'`],
    ['core/stats.ts', `import React from 'react'`],
    ['core/stats.ts', `export { x } from '../renderer/x.ts'`],
    ['core/stats.ts', `export * from '../renderer/x.ts'`],
    ['core/stats.ts', `const lazy = () => import('../app/rpc/serve.ts')`],
    ['core/stats.ts', `const lazy = (name: string) => import(name)`],
    ['core/stats.ts', `type A = import('../app/protocol/engine.ts').EngineApi`],
    ['core/stats.ts', `const fs = require('node:fs')`],
    ['core/stats.ts', `import fs = require('node:fs')`],
    ['core/stats.ts', `const url = new URL('../app/hosts/webEngine.ts', import.meta.url)`],
    ['core/stats.ts', `import { hostile } from './testing/hostile.ts'`],
    ['core/stats.test.ts', `import { createEngine } from '../app/engine/createEngine.ts'`],
    ['app/protocol/engine.ts', `import { EngineError } from '../../core/errors.ts'`],
    ['app/protocol/engine.ts', `import { type EngineError } from '../../core/errors.ts'`],
    ['app/rpc/serve.ts', `import type { Dataset } from '../../core/dataset/dataset.ts'`],
    ['app/engine/x.ts', `import { nodePlatform } from '../platform/node/nodePlatform.ts'`],
    ['app/engine/x.ts', `import { join } from 'node:path'`],
    ['app/platform/web/x.ts', `import { join } from 'node:path'`],
    ['app/platform/web/x.ts', `import { openNodeOutput } from '../node/output/nodeOutput.ts'`],
    ['app/hosts/webEngine.ts', `import { nodePlatform } from '../platform/node/nodePlatform.ts'`],
    ['app/hosts/webEngine.ts', `import { createNodeEngine } from './nodeEngine.ts'`],
    ['app/hosts/kernels.ts', `import { createNodeEngine } from './nodeEngine.ts'`],
    ['app/platform/samples.ts', `import { openNodeOutput } from './node/output/nodeOutput.ts'`],
    ['app/serving/x.ts', `import { createEngine } from '../engine/createEngine.ts'`],
    ['renderer/x.tsx', `import { createEngine } from '../app/engine/createEngine.ts'`],
    ['renderer/x.tsx', `import '../app/hosts/webEngine.ts'`],
    ['renderer/x.tsx', `import Engine from '../app/hosts/webEngine.ts?worker'`],
    ['renderer/x.tsx', `import url from '../app/hosts/webPoolWorker.ts?worker&url'`],
    ['renderer/x.tsx', `import { rowJson } from '../core/table/rowJson.ts'`],
    ['renderer/x.tsx', `import { tableFromIPC } from 'apache-arrow'`],
    ['electron/main/x.ts', `import { createNodeEngine } from '../../app/hosts/nodeEngine.ts'`],
    ['electron/preload/x.ts', `import { desktopBridge } from '../../renderer/engine/desktopBridge.ts'`],
    ['electron/preload/x.ts', `import { readFileSync } from 'node:fs'`],
    ['wasm/bindings/x.ts', `import { scalarKernels } from '../../core/kernels/scalarKernels.ts'`],
    ['wasm/assembly/x.ts', `import { x } from '../bindings/loadKernels'`],
    ['app/somewhere/x.ts', `import { x } from './y.ts'`],
  ])('%s: %s', (path, text) => {
    expect(caught(path, text)).toEqual([expect.stringContaining(path)])
  })

  it.each([
    ['core/stats.ts', `import { Table } from 'apache-arrow'`],
    ['core/stats.test.ts', `import { readFileSync } from 'node:fs'; import { hostile } from './testing/hostile.ts'`],
    ['app/protocol/engine.ts', `import type { Format } from '../../core/formats/format.ts'`],
    ['renderer/x.tsx', `import url from '../app/hosts/webEngine.ts?worker&url'; import './x.module.css'`],
    ['electron/preload/x.ts', `import type { DesktopBridge } from '../../renderer/engine/desktopBridge.ts'`],
    ['wasm/assembly/x.ts', `@inline\nimport { STEP } from './matches'`],
    ['core/stats.ts', `// import { x } from 'node:fs'\nconst text = "import 'node:fs'"`],
  ])('what is allowed is not: %s: %s', (path, text) => {
    expect(caught(path, text).filter((sentence) => sentence !== null)).toEqual([])
  })

  it('refuses to judge a file that does not parse', () => {
    expect(() => importsOf({ path: 'core/x.ts', text: 'import {' })).toThrow('core/x.ts')
  })
})

describe('a planted cycle is caught', () => {
  const ring = (...texts: [string, string][]) => findCycle(texts.flatMap(([path, text]) => importsOf({ path, text })))

  it('over values and types', () => {
    expect(
      ring(
        ['core/a.ts', `import { b } from './b.ts'`],
        ['core/b.ts', `import { c } from './deep/c.ts'`],
        ['core/deep/c.ts', `import type { A } from '../b.ts'`],
      ),
    ).toEqual(['core/b.ts', 'core/deep/c.ts', 'core/b.ts'])
    expect(ring(['core/a.ts', `import './a.ts'`])).toEqual(['core/a.ts', 'core/a.ts'])
  })
  it('but no diamond', () => {
    expect(
      ring(
        ['core/a.ts', `import './b.ts'; import './c.ts'`],
        ['core/b.ts', `import './d.ts'`],
        ['core/c.ts', `import './d.ts'`],
      ),
    ).toBeNull()
  })
})

describe('a planted file is caught', () => {
  it.each([
    'core/utils.ts',
    'core/helpers/x.ts',
    'app/common/x.ts',
    'app/misc.ts',
    'renderer/manager.tsx',
    'core/io/index.ts',
  ])('by its name: %s', (path) => {
    expect(houseRuleViolations({ path, text: '' })).toHaveLength(1)
  })
  it('by its size, unless it is a test', () => {
    const text = 'x\n'.repeat(401)
    expect(houseRuleViolations({ path: 'core/long.ts', text })).toEqual(['core/long.ts: 401 lines, more than 400'])
    expect(houseRuleViolations({ path: 'core/long.test.ts', text })).toEqual([])
    expect(houseRuleViolations({ path: 'core/long.ts', text: 'x\n'.repeat(400) })).toEqual([])
    expect(houseRuleViolations({ path: 'core/commonPrefix.ts', text: '' })).toEqual([])
  })
})
