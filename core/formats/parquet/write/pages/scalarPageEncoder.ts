import type { PageEncoder } from '../../../../kernels/pageEncoder.ts'
import { textIndexes } from '../dictionary/textIndexes.ts'
import { wordIndexes } from '../dictionary/wordIndexes.ts'
import { wordExtremes } from '../statistics/wordExtremes.ts'
import { crc32 } from './crc32.ts'
import { hybrid } from './hybrid.ts'
import { plainTexts } from './plainTexts.ts'

/** The loops in TypeScript: for environments without WASM SIMD, and what those in WASM are held to. */
export const scalarPageEncoder: PageEncoder = { crc32, hybrid, wordIndexes, textIndexes, plainTexts, wordExtremes }
