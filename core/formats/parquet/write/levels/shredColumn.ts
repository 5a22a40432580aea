import { type Data, type Dictionary, Type, type Vector } from 'apache-arrow'
import { decodeDictionary } from '../../../../table/conform/decodeDictionary.ts'
import type { WriteLeaf, WriteNode } from '../schema/writeTree.ts'
import { type DictionaryValues, dictionaryValues } from '../values/dictionaryValues.ts'
import { definedSlots } from './definedSlots.ts'
import { listItems } from './listItems.ts'
import { allRows, type Place } from './place.ts'

/** The slots of a leaf that have a value, and the levels of all its entries. */
export interface ShreddedLeaf {
  leaf: WriteLeaf
  data: Data
  place: Place
  /** What the column's keys stand for; null where it has values of its own. */
  dictionary: DictionaryValues | null
}

/** Dictionaries that were read already: one serves all batches as a rule. */
export type KnownDictionaries = Map<Vector | undefined, DictionaryValues>

/** The values behind keys, for dictionaries of columns that have columns and of dictionaries. */
function decoded(data: Data): Data {
  if (data.type.typeId !== Type.Dictionary) return data
  const { dictionary } = data.type as Dictionary
  const values = dictionary.typeId === Type.Dictionary ? (dictionary as Dictionary).dictionary : dictionary
  return decodeDictionary(data, values, decoded)
}

class Shredder {
  readonly #known: KnownDictionaries
  readonly leaves: ShreddedLeaf[] = []

  constructor(known: KnownDictionaries) {
    this.#known = known
  }

  /** The leaves of a node, in the order of the tree. */
  shred(data: Data, node: WriteNode, above: Place): void {
    if (data.type.typeId === Type.Dictionary) {
      const { dictionary } = data.type as Dictionary
      if (node.kind === 'leaf' && dictionary.typeId !== Type.Dictionary) this.#keyed(data, node, above)
      else this.shred(decoded(data), node, above)
      return
    }
    const place = definedSlots(data, node, above)
    if (node.kind === 'leaf') this.leaves.push({ leaf: node, data, place, dictionary: null })
    else if (node.kind === 'list') {
      const inner = listItems(data, node, place)
      this.shred(inner.items, node.child, inner.place)
    } else node.children.forEach((child, index) => void this.shred(data.children[index] as Data, child, place))
  }

  #keyed(data: Data, leaf: WriteLeaf, above: Place): void {
    const vector = data.dictionary as Vector | undefined
    const dictionary = this.#known.get(vector) ?? dictionaryValues(leaf, vector)
    this.#known.set(vector, dictionary)
    const { places } = dictionary
    const keys = data.values as Int32Array
    const place = definedSlots(data, leaf, above, (row) => (places[Number(keys[row])] ?? -1) >= 0)
    this.leaves.push({ leaf, data, place, dictionary })
  }
}

/**
 * The leaves of a column of a batch, in the order of the tree (the levels of the Dremel paper).
 *
 * @param firstRow row in the chunk of the batch's first
 * @throws EngineError `format/unsupported` with the row for nulls where there may be none; `limit/exceeded`
 */
export function shredColumn(data: Data, node: WriteNode, firstRow: number, known: KnownDictionaries): ShreddedLeaf[] {
  const shredder = new Shredder(known)
  shredder.shred(data, node, allRows(data.length, firstRow))
  return shredder.leaves
}
