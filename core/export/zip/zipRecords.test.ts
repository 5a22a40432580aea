import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../bytes/crc32.ts'
import { type ZipEntry, zipEnd, zipHeader } from './zipRecords.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

function archiveOf(files: Record<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = []
  const entries: ZipEntry[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const entry = { name, bytes: content.length, crc32: crc32(content), offset }
    entries.push(entry)
    parts.push(zipHeader(entry), content)
    offset += zipHeader(entry).length + content.length
  }
  return Buffer.concat([...parts, zipEnd(entries, offset)])
}

/** What the list of an archive says, read by the book: from the end, with zip64 where it is needed. */
function listed(archive: Buffer): { name: string; bytes: number; crc: number; offset: number }[] {
  const end = archive.length - 22
  expect(archive.readUInt32LE(end)).toBe(0x06054b50)
  let [count, listStart] = [archive.readUInt16LE(end + 10), archive.readUInt32LE(end + 16)]
  if (count === 0xffff || listStart === 0xffffffff) {
    expect(archive.readUInt32LE(end - 20)).toBe(0x07064b50)
    const wide = Number(archive.readBigUInt64LE(end - 12)) - base(archive, end)
    expect(archive.readUInt32LE(wide)).toBe(0x06064b50)
    count = Number(archive.readBigUInt64LE(wide + 32))
    listStart = Number(archive.readBigUInt64LE(wide + 48)) - base(archive, end)
  }
  const files = []
  for (let at = listStart; files.length < count; ) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50)
    const [nameLength, extraLength] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)]
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    let [bytes, offset] = [archive.readUInt32LE(at + 24), archive.readUInt32LE(at + 42)]
    let wide = at + 46 + nameLength + 4
    if (bytes === 0xffffffff) {
      bytes = Number(archive.readBigUInt64LE(wide))
      wide += 16
    }
    if (offset === 0xffffffff) offset = Number(archive.readBigUInt64LE(wide))
    files.push({ name, bytes, crc: archive.readUInt32LE(at + 16), offset })
    at += 46 + nameLength + extraLength
  }
  return files
}

/** In a list whose files are left out: how much is missing before it. */
function base(archive: Buffer, end: number): number {
  return Number(archive.readBigUInt64LE(end - 12)) - (archive.length - 22 - 20 - 56)
}

/** A file's bytes by its own header. */
function contentAt(archive: Buffer, { offset, bytes, name }: { offset: number; bytes: number; name: string }): Buffer {
  expect(archive.readUInt32LE(offset)).toBe(0x04034b50)
  const [nameLength, extraLength] = [archive.readUInt16LE(offset + 26), archive.readUInt16LE(offset + 28)]
  expect(archive.toString('utf8', offset + 30, offset + 30 + nameLength)).toBe(name)
  const start = offset + 30 + nameLength + extraLength
  expect(archive.readUInt32LE(offset + 22)).toBe(bytes)
  return archive.subarray(start, start + bytes)
}

describe('an archive', () => {
  it('gives back every file, whatever its name and content', () => {
    const files = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.uint8Array({ maxLength: 3000 }))
    fc.assert(
      fc.property(files, (content) => {
        const archive = archiveOf(content)
        const found = listed(archive).map((entry) => {
          const bytes = contentAt(archive, entry)
          expect(zlibCrc32(bytes)).toBe(entry.crc)
          return [entry.name, [...bytes]]
        })
        expect(found).toEqual(Object.entries(content).map(([name, bytes]) => [name, [...bytes]]))
      }),
    )
  })

  it('names files and places beyond 4 GiB, and more than 65,535 files', () => {
    const large: ZipEntry[] = [
      { name: 'a', bytes: 5e9, crc32: 1, offset: 0 },
      { name: 'b', bytes: 10, crc32: 2, offset: 5e9 + 51 },
      { name: 'c', bytes: 0xffffffff, crc32: 3, offset: 5e9 + 200 },
    ]
    const end = Buffer.from(zipEnd(large, 5e9 + 200 + 51 + 0xffffffff))
    expect(listed(end)).toEqual(large.map(({ crc32: crc, ...entry }) => ({ ...entry, crc })))
    const header = Buffer.from(zipHeader(large[0] as ZipEntry))
    expect([
      header.readUInt16LE(4),
      header.readUInt32LE(22),
      Number(header.readBigUInt64LE(header.length - 8)),
    ]).toEqual([45, 0xffffffff, 5e9])
    const many = Array.from({ length: 70_000 }, (_, i) => ({ name: `${i}`, bytes: 1, crc32: 0, offset: i * 52 }))
    expect(listed(Buffer.from(zipEnd(many, 70_000 * 52)))).toHaveLength(70_000)
  })

  const unzip = (args: string[]) => execFileSync('unzip', args, { encoding: 'utf8' })
  const hasUnzip = (() => {
    try {
      return unzip(['-v']).length > 0
    } catch {
      return false
    }
  })()

  it.skipIf(!hasUnzip)('is one to Info-ZIP', () => {
    const folder = mkdtempSync(join(tmpdir(), 'packscope-zip-'))
    try {
      writeFileSync(
        join(folder, 'a.zip'),
        archiveOf({ 'out/data 1.arrow': bytesOf('rows'), 'out.packscope.json': bytesOf('{}') }),
      )
      expect(unzip(['-t', join(folder, 'a.zip')])).toContain('No errors detected')
      unzip(['-q', join(folder, 'a.zip'), '-d', folder])
      expect(readFileSync(join(folder, 'out', 'data 1.arrow'), 'utf8')).toBe('rows')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

it('CRC-32 is that of zlib, taken at once or in parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes))
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlibCrc32(bytes))
    }),
  )
})
