import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testEncoders } from '../../core/testing/encoders.ts'
import { encoderCodecs, plainCases } from '../../core/testing/plainCases.ts'

const python = process.env.PYTHON

describe('what is compressed here', () => {
  it.skipIf(!python)('is decoded by the reference libraries (where PYTHON has them)', { timeout: 300_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'packscope-peers-'))
    try {
      const manifest = Object.values(plainCases).flatMap((make, number) => {
        const plain = `${number}.plain`
        const bytes = make()
        writeFileSync(join(folder, plain), bytes)
        return encoderCodecs.map((codec) => {
          const file = `${number}.${codec}`
          writeFileSync(join(folder, file), testEncoders().compress(codec, bytes))
          return { file, codec, plain }
        })
      })
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
      const run = spawnSync(python as string, ['wasm/encoders/decode_with_peers.py', folder], { encoding: 'utf8' })
      expect(run.stderr).toBe('')
      const decoded = JSON.parse(run.stdout) as Record<string, string[]>
      expect(Object.keys(decoded)).toHaveLength(manifest.length)
      for (const peers of Object.values(decoded).slice(encoderCodecs.length)) expect(peers.length).toBeGreaterThan(1)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
