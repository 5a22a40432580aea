import { encodeUtf8 } from '../../../core/bytes/utf8.ts'
import type { WrittenFile } from '../../../core/export/files/fileWriter.ts'
import type { OutputBelow } from '../../../core/export/output/outputBelow.ts'
import { Sha256Hasher } from '../../../core/hashing/sha256.ts'

/** Writes a small file that holds no rows. @throws EngineError `sink/*` */
export async function writeTextFile(output: OutputBelow, name: string, text: string): Promise<WrittenFile> {
  const bytes = encodeUtf8(text)
  const file = await output.create(name)
  await file.write(bytes)
  await file.close()
  const hasher = new Sha256Hasher()
  hasher.update(bytes)
  return { name, rows: 0, bytes: bytes.length, sha256: hasher.digest() }
}
