import type { ExportedFile } from '../../../../app/protocol/export.ts'

/** What `sha256sum --check` reads, in the folder of the files: digest, two spaces, name. Odd names are escaped as it does. */
export function checksumLines(files: readonly Pick<ExportedFile, 'name' | 'sha256'>[]): string {
  return files.map(({ name, sha256 }) => `${lineOf(name, sha256)}\n`).join('')
}

function lineOf(name: string, sha256: string): string {
  if (!/[\\\n\r]/.test(name)) return `${sha256}  ${name}`
  const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `\\${sha256}  ${escaped}`
}
