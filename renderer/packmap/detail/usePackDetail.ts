import { useEffect, useRef, useState } from 'react'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PackDetail } from '../../../app/protocol/packing.ts'
import { isAbortError } from '../../../core/errors.ts'

const MOST_POSITIONS = 65_536
/** A pack that is only passed by is not read. */
const READ_AFTER_MS = 60

/** One pack down to its tokens; the one before it until that has come, null at first. */
export function usePackDetail(
  engine: EngineApi,
  datasetId: string,
  pack: number,
  onError: (error: unknown) => void,
): PackDetail | null {
  const [detail, setDetail] = useState<PackDetail | null>(null)
  const report = useRef(onError)
  report.current = onError
  useEffect(() => {
    const controller = new AbortController()
    const timer = setTimeout(() => {
      engine.readPack({ datasetId, pack, maxPositions: MOST_POSITIONS }, controller.signal).then(
        (read) => !controller.signal.aborted && setDetail(read),
        (error) => !controller.signal.aborted && !isAbortError(error) && report.current(error),
      )
    }, READ_AFTER_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [engine, datasetId, pack])
  return detail
}
