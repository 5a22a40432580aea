import { type Data, Type } from 'apache-arrow'
import { decodeDictionary } from '../../../../table/conform/decodeDictionary.ts'
import { valueType, type WriteLeaf, type WriteNode } from '../schema/writeTree.ts'
import { definedSlots } from './definedSlots.ts'
import { listItems } from './listItems.ts'
import { allRows, type Place } from './place.ts'

/** The slots of a leaf that have a value, and the levels of all its entries. */
export interface LeafSlots {
  leaf: WriteLeaf
  data: Data
  place: Place
}

function shred(data: Data, node: WriteNode, above: Place, out: LeafSlots[]): void {
  if (data.type.typeId === Type.Dictionary) {
    const values = decodeDictionary(data, valueType(data.type), (chunk) => chunk)
    shred(values, node, above, out)
    return
  }
  const place = definedSlots(data, node, above)
  if (node.kind === 'leaf') out.push({ leaf: node, data, place })
  else if (node.kind === 'list') {
    const inner = listItems(data, node, place)
    shred(inner.items, node.child, inner.place, out)
  } else node.children.forEach((child, index) => void shred(data.children[index] as Data, child, place, out))
}

/**
 * The leaves of a column of a batch, in the order of the tree (the levels of the Dremel paper).
 *
 * @param firstRow row in the chunk of the batch's first
 * @throws EngineError `format/unsupported` with the row for nulls where there may be none; `limit/exceeded`
 */
export function shredColumn(data: Data, node: WriteNode, firstRow: number): LeafSlots[] {
  const out: LeafSlots[] = []
  shred(data, node, allRows(data.length, firstRow), out)
  return out
}
