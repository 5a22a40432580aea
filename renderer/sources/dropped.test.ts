import { expect, test } from 'vitest'
import { type DropLike, type DroppedEntry, filesBelow, holdsFiles, readDrop } from './dropped.ts'

type Item = DropLike['items'][number]
const file = (name: string): Item => ({
  kind: 'file',
  getAsFile: () => new File(['x'], name),
  webkitGetAsEntry: () => ({ isDirectory: false, name }),
})
const folder = (name: string): Item => ({
  kind: 'file',
  getAsFile: () => new File([], name), // browsers give a folder as an empty file
  webkitGetAsEntry: () => ({ isDirectory: true, name }),
})
const text: Item = { kind: 'string', getAsFile: () => null, webkitGetAsEntry: () => null }
const fileWithoutEntry: Item = { ...file('made-by-a-page.csv'), webkitGetAsEntry: () => null }

test('files and folders are told apart, text is passed over', () => {
  const dropped = readDrop({ items: [file('a.jsonl'), folder('shards'), text, fileWithoutEntry] })
  expect(dropped.files.map(({ name }) => name)).toEqual(['a.jsonl', 'made-by-a-page.csv'])
  expect(dropped.folders.map(({ name, handle }) => [name, handle])).toEqual([['shards', null]])
})

test('dragged text is not a file', () => {
  expect(holdsFiles(['text/plain', 'text/uri-list'])).toBe(false)
  expect(holdsFiles(['text/plain', 'Files'])).toBe(true)
})

const entry = (name: string, inside?: DroppedEntry[]): DroppedEntry => {
  if (!inside) return { name, isDirectory: false, file: (found) => found(new File(['x'], name)) }
  // As Chromium does it: some entries at a time, then none.
  const parts = inside.map((one) => [one])
  return { name, isDirectory: true, createReader: () => ({ readEntries: (found) => found(parts.shift() ?? []) }) }
}

test('a dropped folder is listed to its last file', async () => {
  const folder = entry('set', [
    entry('a.csv'),
    entry('.git', [entry('x')]),
    entry('data', [entry('b.csv'), entry('deep', [entry('c')])]),
  ])
  const files = await filesBelow(folder)
  expect(files.map(({ path }) => path).sort()).toEqual(['a.csv', 'data/b.csv', 'data/deep/c'])
  const broken: DroppedEntry = {
    ...entry('set', []),
    createReader: () => ({ readEntries: (_, failed) => failed(new Error('gone')) }),
  }
  await expect(filesBelow(broken)).rejects.toThrow('gone')
})
