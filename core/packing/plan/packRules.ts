import { best } from '../strategies/planBest.ts'
import { bfd, bfdSplit } from '../strategies/planBfd.ts'
import { concat } from '../strategies/planConcat.ts'
import { greedy } from '../strategies/planGreedy.ts'
import { knapsack } from '../strategies/planKnapsack.ts'
import { multipack } from '../strategies/planMultipack.ts'
import { multipackSequential } from '../strategies/planMultipackSequential.ts'
import { nemoFfd } from '../strategies/planNemoFfd.ts'
import { nemoShuffle } from '../strategies/planNemoShuffle.ts'
import { none } from '../strategies/planNone.ts'
import { swift } from '../strategies/planSwift.ts'
import { torchtune } from '../strategies/planTorchtune.ts'
import { wrapped } from '../strategies/planWrapped.ts'
import type { PackStrategy } from './packOptions.ts'
import type { PackRule } from './packRule.ts'

/** The rule of each strategy. */
export const PACK_RULES: Readonly<Record<PackStrategy, PackRule>> = {
  greedy,
  concat,
  multipack,
  multipack_sequential: multipackSequential,
  bfd,
  bfd_split: bfdSplit,
  wrapped,
  nemo_ffd: nemoFfd,
  nemo_shuffle: nemoShuffle,
  torchtune,
  knapsack,
  swift,
  best,
  none,
}
