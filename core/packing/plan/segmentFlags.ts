// Bits of a segment's flags. Alone in a file, so that the window may name them without the planners behind them.

/** The row lost tokens at the end of this segment. */
export const SEGMENT_CUT = 1
/** The row goes on in another segment. */
export const SEGMENT_CONTINUES = 2
