import { expect, it } from 'vitest'
import { RELEASE } from '../../core/export/manifest/release.ts'
import packageJson from '../../package.json' with { type: 'json' }

it('manifests name the release of package.json', () => {
  expect(RELEASE).toBe(packageJson.version)
})
