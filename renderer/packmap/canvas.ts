/** Sizes a canvas's pixels to its box. @returns its 2-D context, or null when the browser gives none */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  pixelRatio: number,
): CanvasRenderingContext2D | null {
  const pixelWidth = Math.max(1, Math.round(width * pixelRatio))
  const pixelHeight = Math.max(1, Math.round(height * pixelRatio))
  // Setting a size clears the canvas even when it is the same size.
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight
  return canvas.getContext('2d')
}

/** Calls `onChange` when the window moves to a screen of another density. @returns how to stop */
export function watchPixelRatio(onChange: () => void): () => void {
  let query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
  const changed = () => {
    query.removeEventListener('change', changed)
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    query.addEventListener('change', changed)
    onChange()
  }
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** A function that runs `paint` once before the next frame however often it is called, and one that stops it. */
export function oncePerFrame(paint: () => void): { request(): void; cancel(): void } {
  let frame: number | null = null
  return {
    request() {
      frame ??= requestAnimationFrame(() => {
        frame = null
        paint()
      })
    },
    cancel() {
      if (frame !== null) cancelAnimationFrame(frame)
      frame = null
    },
  }
}
