import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Documentation and declarations of the packages that are installed, as rows of JSON: real text, and code. */
export function textFileRows(bytes: number): Uint8Array {
  const rows: string[] = []
  let size = 0
  const visit = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      if (size >= bytes) return
      const path = join(folder, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (/\.(md|d\.ts)$/.test(entry.name)) {
        const row = `${JSON.stringify({ path, text: readFileSync(path, 'utf8') })}\n`
        rows.push(row)
        size += Buffer.byteLength(row)
      }
    }
  }
  visit('node_modules')
  const once = Buffer.from(rows.join(''))
  // Where there is not so much, it comes again: far behind what any window reaches.
  const whole = new Uint8Array(Math.min(bytes, Math.ceil(bytes / once.length) * once.length))
  for (let at = 0; at < whole.length; at += once.length) whole.set(once.subarray(0, whole.length - at), at)
  return whole
}
