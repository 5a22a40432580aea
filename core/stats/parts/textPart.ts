import type { Data } from 'apache-arrow'
import { decodeUtf8, utf8CutEnd } from '../../bytes/utf8.ts'
import { bytesAt } from '../../table/cells.ts'
import type { DistinctCount } from '../distinctCount.ts'
import { LengthCollector } from '../lengthCollector.ts'
import type { StatsBudget } from '../statsBudget.ts'
import type { PartFigures, StatsPart } from './part.ts'

/** What is told of the first and the last text. */
const SHOWN_BYTES = 256

/** Texts. The order of UTF-8 bytes is that of code points. */
export class TextPart implements StatsPart {
  readonly #distinct: DistinctCount
  readonly #characters: LengthCollector
  readonly #bytes: LengthCollector
  #min: Uint8Array | null = null
  #max: Uint8Array | null = null

  constructor(budget: StatsBudget, distinct: DistinctCount) {
    this.#distinct = distinct
    this.#characters = new LengthCollector(budget.values)
    this.#bytes = new LengthCollector(budget.values)
  }

  add(data: Data, row: number): void {
    const bytes = bytesAt(data, row)
    this.#distinct.addBytes(bytes, 0, bytes.length)
    this.#bytes.add(bytes.length)
    this.#characters.add(codePoints(bytes))
    if (this.#min === null || compareBytes(bytes, this.#min) < 0) this.#min = bytes.slice()
    if (this.#max === null || compareBytes(bytes, this.#max) > 0) this.#max = bytes.slice()
  }

  merge(other: TextPart): void {
    this.#characters.merge(other.#characters)
    this.#bytes.merge(other.#bytes)
    if (other.#min && (!this.#min || compareBytes(other.#min, this.#min) < 0)) this.#min = other.#min
    if (other.#max && (!this.#max || compareBytes(other.#max, this.#max) > 0)) this.#max = other.#max
  }

  finish(): Partial<PartFigures> {
    const characters = this.#characters.finish()
    const bytes = this.#bytes.finish()
    if (!characters || !bytes || !this.#min || !this.#max) return {}
    const isExact = this.#characters.isExact && this.#bytes.isExact
    return {
      min: shown(this.#min),
      max: shown(this.#max),
      lengths: { characters, bytes },
      approximate: isExact ? [] : ['lengths'],
    }
  }
}

/** How many code points well-formed UTF-8 has: the bytes that are no tails. */
function codePoints(bytes: Uint8Array): number {
  let tails = 0
  for (let i = 0; i < bytes.length; i++) if ((bytes[i]! & 0xc0) === 0x80) tails++
  return bytes.length - tails
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return left[i]! - right[i]!
  return left.length - right.length
}

function shown(bytes: Uint8Array): string {
  if (bytes.length <= SHOWN_BYTES) return decodeUtf8(bytes)
  return `${decodeUtf8(bytes, 0, utf8CutEnd(bytes, 0, SHOWN_BYTES))}…`
}
