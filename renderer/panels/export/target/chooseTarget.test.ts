import { expect, test } from 'vitest'
import { inFolder } from './chooseTarget.ts'

test.each([
  ['/home/me', '/home/me/out'],
  ['/', '/out'],
  ['/home/odd\\name', '/home/odd\\name/out'],
  ['C:\\data', 'C:\\data\\out'],
  ['C:\\', 'C:\\out'],
  ['\\\\server\\share', '\\\\server\\share\\out'],
])('out in %s is %s', (folder, path) => expect(inFolder(folder, 'out')).toBe(path))
