/**
 * What the page may do, wherever it is served from. WASM may compile, the worker comes from our own origin, and a
 * string becomes a script URL only through the policy of this name; styles come from files (no inline ones).
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types packscope 'allow-duplicates'",
].join('; ')

/** On every response, scripts of workers included: they take their own policy from them. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** For the engine's workers: they, and not the page, may read from other servers what a user asks to open. */
export const ENGINE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY.replace("connect-src 'self'", "connect-src 'self' https: http:"),
}
