/** Positions older than this say nothing about the speed of the finger when it lifts, ms. */
const SAMPLE_MS = 90
/** Time in which a fling slows down to 1/e of its speed, ms: the feel of Android and iOS lists. */
const DECAY_MS = 325
/** Slower than this it has come to rest, px per ms. */
const REST_SPEED = 0.02

export interface TouchSample {
  /** Time, ms. */
  readonly t: number
  readonly x: number
  readonly y: number
}

export interface Speed {
  /** px per ms. */
  readonly x: number
  readonly y: number
}

/** Adds a sample and forgets those too old to matter. */
export function addSample(samples: readonly TouchSample[], sample: TouchSample): TouchSample[] {
  return [...samples.filter((known) => sample.t - known.t <= SAMPLE_MS), sample]
}

/** Speed of the finger as it lifts at time `t`; zero when it rested before. */
export function liftSpeed(samples: readonly TouchSample[], t: number): Speed {
  const recent = samples.filter((sample) => t - sample.t <= SAMPLE_MS)
  const first = recent[0]
  const last = recent.at(-1)
  if (first === undefined || last === undefined || last.t <= first.t) return { x: 0, y: 0 }
  const time = last.t - first.t
  return { x: (last.x - first.x) / time, y: (last.y - first.y) / time }
}

/** Pixels a fling travels in the next `ms` and its speed after them. */
export function flingStep(speed: Speed, ms: number): { dx: number; dy: number; speed: Speed } {
  const left = Math.exp(-ms / DECAY_MS)
  const travelled = DECAY_MS * (1 - left)
  return {
    dx: speed.x * travelled,
    dy: speed.y * travelled,
    speed: { x: speed.x * left, y: speed.y * left },
  }
}

export function atRest(speed: Speed): boolean {
  return Math.hypot(speed.x, speed.y) < REST_SPEED
}
