interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown
}
interface TrustedTypesLike {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy
}

let policy: ScriptUrlPolicy | null = null

/** `url` made absolute. @throws TypeError when it leads away from `origin` */
export function sameOriginUrl(url: string, base: string, origin: string): string {
  const absolute = new URL(url, base)
  if (absolute.origin !== origin) throw new TypeError(`script from another origin refused: ${absolute.origin}`)
  return absolute.href
}

/** A worker URL the page's Trusted Types policy accepts: scripts of our own origin only. */
export function trustedScriptUrl(url: string): string {
  const check = (candidate: string) => sameOriginUrl(candidate, document.baseURI, location.origin)
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypesLike }).trustedTypes
  if (!trustedTypes) return check(url)
  policy ??= trustedTypes.createPolicy('packscope', { createScriptURL: check })
  return policy.createScriptURL(url) as string // the DOM types know only strings here
}
