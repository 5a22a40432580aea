/** Rows of the pre-tokenized sample: enough for a pack map with a few dozen packs. */
const ROWS = 480
const VOCABULARY = 32_000
const EOS = 2

/**
 * A small pre-tokenized dataset with the columns trainers write, made by a fixed linear congruential generator so
 * that every opening shows the same rows. Lengths are skewed as real ones are; the prompt part of labels is -100.
 */
export function pretokenizedSample(): string {
  let state = 20_261_123
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
  const lines: string[] = []
  for (let row = 0; row < ROWS; row++) {
    const length = 8 + Math.floor(24 * Math.exp(2.4 * random() * random()) + 40 * random())
    const promptLength = Math.floor(length * (0.2 + 0.4 * random()))
    const ids: number[] = []
    for (let i = 0; i < length - 1; i++) ids.push(3 + Math.floor(random() * random() * (VOCABULARY - 3)))
    ids.push(EOS)
    const labels = ids.map((id, i) => (i < promptLength ? -100 : id))
    lines.push(JSON.stringify({ input_ids: ids, labels, attention_mask: ids.map(() => 1) }))
  }
  return `${lines.join('\n')}\n`
}
