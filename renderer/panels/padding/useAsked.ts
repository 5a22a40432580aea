import { useEffect, useMemo, useState } from 'react'
import type { PadOptions } from '../../../app/protocol/packing.ts'
import { sameNumbers } from './padSettings.ts'

/** A number is not asked about while its digits are still being typed. */
const ASK_AFTER_MS = 300

/**
 * The options to ask the engine about: those set, once typing has paused; choices at once. While the settings are wrong
 * the last right ones stay.
 */
export function useAsked(set: PadOptions | null): { asked: PadOptions | null; askNow(): void } {
  const wanted = set && JSON.stringify(set)
  const [request, setRequest] = useState(wanted)
  const asked = useMemo(() => (request === null ? null : (JSON.parse(request) as PadOptions)), [request])
  useEffect(() => {
    if (wanted === null || wanted === request) return
    const typed = request !== null && !sameNumbers(JSON.parse(wanted), JSON.parse(request))
    const timer = setTimeout(() => setRequest(wanted), typed ? ASK_AFTER_MS : 0)
    return () => clearTimeout(timer)
  }, [wanted, request])
  return {
    asked,
    askNow: () => {
      if (wanted !== null) setRequest(wanted)
    },
  }
}
