import { type RefObject, useEffect, useRef, useState } from 'react'
import { fitCanvas, watchPixelRatio } from '../canvas.ts'
import { type MapTheme, readMapTheme, watchTheme } from '../mapTheme.ts'

type Paint = (context: CanvasRenderingContext2D, theme: MapTheme, width: number, height: number) => void

/** A canvas that is painted anew whenever its box, the theme, the pixel ratio or `what` changes. */
export function useCanvas(paint: Paint, what: unknown): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [redraw, setRedraw] = useState(0)
  const latest = useRef(paint)
  latest.current = paint

  useEffect(() => {
    const again = () => setRedraw((count) => count + 1)
    const sized = new ResizeObserver(again)
    sized.observe(canvas.current!)
    const stops = [watchTheme(again), watchPixelRatio(again), () => sized.disconnect()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `redraw` and `what` stand for all that the picture depends on
  useEffect(() => {
    const element = canvas.current!
    const { clientWidth, clientHeight } = element
    const context = fitCanvas(element, clientWidth, clientHeight, devicePixelRatio)
    if (!context) return
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    context.clearRect(0, 0, clientWidth, clientHeight)
    latest.current(context, readMapTheme(element), clientWidth, clientHeight)
  }, [what, redraw])

  return canvas
}
