import { expect, test } from 'vitest'
import { type DropLike, holdsFiles, readDrop } from './dropped.ts'

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
  expect(dropped.folders).toEqual(['shards'])
})

test('dragged text is not a file', () => {
  expect(holdsFiles(['text/plain', 'text/uri-list'])).toBe(false)
  expect(holdsFiles(['text/plain', 'Files'])).toBe(true)
})
