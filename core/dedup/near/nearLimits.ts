/** text-dedup's, which are those of most published data sets; bands follow from them, see `optimalBands`. */
export const USUAL_NEAR = { ngramSize: 5, numPerm: 250, threshold: 0.7, seed: 42 } as const

export const MOST_NGRAM = 256
export const MOST_PERMUTATIONS = 4096
export const MOST_SEED = 2 ** 32 - 1
