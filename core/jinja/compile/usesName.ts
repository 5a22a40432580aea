/** Whether a name is read anywhere in a part of a template's tree. */
export function usesName(part: unknown, name: string): boolean {
  if (Array.isArray(part)) return part.some((inner) => usesName(inner, name))
  if (typeof part !== 'object' || part === null) return false
  const node = part as { kind?: string; name?: string }
  if (node.kind === 'name' && node.name === name) return true
  return Object.values(part).some((inner) => usesName(inner, name))
}
