interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown }
}

/** `new Worker(url)` needs a trusted URL under our Content-Security-Policy; only this origin's scripts pass. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('packscope', {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError(`refused worker URL ${url}`)
    return url
  },
})

/** A module worker from a script of this origin. */
export function startWorker(url: string, name: string): Worker {
  return new Worker((policy ? policy.createScriptURL(url) : url) as string, { type: 'module', name })
}
