import { posix } from 'node:path'
import { parseSync } from 'vite'
import type { SourceFile } from './sourceFiles.ts'

export interface Import {
  /** The importing file. */
  from: string
  /** A file of the repository, or a package as it was written. */
  to: string
  isPackage: boolean
  /** `import type`, `export type … from` or a type `import('…')`: gone after compiling. */
  typeOnly: boolean
  /** Vite's `?worker&url`, `?raw` …; empty without one. */
  query: string
}

interface Node {
  type: string
  [key: string]: unknown
}

/**
 * Everything a file imports: statically, dynamically, as a re-export, as a type, or as a URL beside it.
 * @throws where the file does not parse
 */
export function importsOf(file: SourceFile): Import[] {
  const { path } = file
  const assembly = path.startsWith('wasm/assembly/')
  // AssemblyScript marks functions with decorators, which TypeScript does not know.
  const text = assembly ? file.text.replace(/^@\w+(\(.*\))?$/gm, '') : file.text
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const found: Import[] = []
  visit(program as unknown as Node, (specifier, typeOnly) => {
    const [bare = '', query = ''] = specifier.split(/\?(.*)/s)
    const isPackage = !bare.startsWith('.')
    const target = isPackage ? bare : posix.join(posix.dirname(path), bare)
    found.push({ from: path, to: assembly ? `${target}.ts` : target, isPackage, typeOnly, query })
  })
  return found
}

function visit(node: Node, report: (specifier: string, typeOnly: boolean) => void): void {
  const specifier = specifierOf(node)
  if (specifier !== null) {
    report(specifier, node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType')
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) visit(child as Node, report)
    }
  }
}

/** What a node imports, or null. A computed `import()` cannot be judged and is reported as `<computed>`. */
function specifierOf(node: Node): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'TSImportType':
      return node.source ? literal(node.source) : null
    case 'ImportExpression':
      return literal(node.source)
    case 'TSExternalModuleReference':
      return literal(node.expression)
    case 'CallExpression':
      return isName(node.callee, 'require') ? literal((node.arguments as unknown[])[0]) : null
    case 'NewExpression': {
      const [url, base] = node.arguments as [Node?, Node?]
      // `new URL('./x', import.meta.url)`: the bundler takes the file along.
      return isName(node.callee, 'URL') && isImportMetaUrl(base) ? literal(url) : null
    }
    default:
      return null
  }
}

const isName = (node: unknown, name: string): boolean => {
  const { type, name: found } = node as Node
  return type === 'Identifier' && found === name
}

const isImportMetaUrl = (node: Node | undefined): boolean =>
  node?.type === 'MemberExpression' && (node.object as Node).type === 'MetaProperty' && isName(node.property, 'url')

function literal(node: unknown): string {
  const { type, value } = (node ?? {}) as Node
  return type === 'Literal' && typeof value === 'string' ? value : '<computed>'
}
