import { type RefObject, useLayoutEffect, useState } from 'react'

/** Width of an element's box, CSS px; 0 before it is laid out. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const box = element.current!
    setWidth(box.clientWidth)
    const sized = new ResizeObserver(() => setWidth(box.clientWidth))
    sized.observe(box)
    return () => sized.disconnect()
  }, [element])
  return width
}
