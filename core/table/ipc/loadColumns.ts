import { Data, type DataType, type Dictionary, type Field, Type, type Union, UnionMode, Vector } from 'apache-arrow'
import { EngineError } from '../../errors.ts'
import { checkDense, checkKeys, checkOffsets, checkTypeIds, checkViews } from './checkColumns.ts'
import { expandListViews, expandRuns } from './expandStored.ts'
import type { BatchHeader, BufferRegion, FieldNode } from './readMessage.ts'
import { ListView, RunEndEncoded, shownType } from './storedTypes.ts'

/** Dictionaries read so far, by id. */
export type Dictionaries = ReadonlyMap<number, Vector>

type TypedArrayClass = {
  new (buffer: ArrayBufferLike, start: number, length: number): ArrayBufferView
  BYTES_PER_ELEMENT: number
}

const noBytes = new Uint8Array(0)

function damaged(message: string): EngineError {
  return new EngineError('format/corrupt', `an Arrow batch is damaged: ${message}`)
}

/** Columns of one batch, taken from its body in the order its metadata lists them. */
class ColumnLoader {
  private readonly header: BatchHeader
  private readonly body: Uint8Array
  private readonly dictionaries: Dictionaries
  private readonly hasUnionBitmaps: boolean
  private nodeIndex = 0
  private bufferIndex = 0
  private variadicIndex = 0

  constructor(header: BatchHeader, body: Uint8Array, dictionaries: Dictionaries, hasUnionBitmaps: boolean) {
    this.header = header
    this.body = body
    this.dictionaries = dictionaries
    this.hasUnionBitmaps = hasUnionBitmaps
  }

  private nextNode(): FieldNode {
    const node = this.header.nodes[this.nodeIndex++]
    if (!node) throw damaged(`${this.header.nodes.length} columns are described, more are needed`)
    if (node.length > 0x7fffffff) throw damaged(`a column of ${node.length} values`)
    if (node.nullCount > node.length) throw damaged(`${node.nullCount} nulls among ${node.length} values`)
    return node
  }

  private nextBytes(): Uint8Array {
    const region: BufferRegion | undefined = this.header.buffers[this.bufferIndex++]
    if (!region) throw damaged(`${this.header.buffers.length} buffers are described, more are needed`)
    if (region.bytes) return region.bytes
    const { offset, length } = region
    if (offset + length > this.body.length) {
      throw damaged(`a buffer ends at byte ${offset + length} of a body of ${this.body.length}`)
    }
    return this.body.subarray(offset, offset + length)
  }

  /** The next buffer as elements of the given class: at least `count` of them. */
  private nextValues(arrayClass: unknown, count: number): ArrayBufferView {
    const Elements = arrayClass as TypedArrayClass
    const width = Elements.BYTES_PER_ELEMENT
    const bytes = this.nextBytes()
    if (bytes.length < count * width) throw damaged(`a buffer of ${bytes.length} bytes, ${count * width} are needed`)
    const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice()
    return new Elements(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / width))
  }

  private nextBitmap(node: FieldNode): Uint8Array {
    const bytes = this.nextBytes()
    if (node.nullCount === 0) return noBytes
    if (bytes.length * 8 < node.length) throw damaged(`validity of ${bytes.length} bytes for ${node.length} values`)
    return bytes
  }

  /** Offsets of `length` variable-sized values, checked to rise within a target of `limit` elements. */
  private nextOffsets(type: DataType, length: number): ArrayBufferView {
    const wide = type.OffsetArrayType as unknown as TypedArrayClass
    // Writers may leave the single zero of an empty column out.
    const empty = this.header.buffers[this.bufferIndex]?.length === 0 && length === 0
    if (!empty) return this.nextValues(wide, length + 1)
    this.bufferIndex++
    return new wide(new ArrayBuffer(wide.BYTES_PER_ELEMENT), 0, 1)
  }

  private make(type: DataType, node: FieldNode, buffers: unknown[], children: Data[] = []): Data {
    return new Data(shownType(type), 0, node.length, node.nullCount === 0 ? 0 : -1, buffers as never, children)
  }

  private loadChild(type: DataType, index: number, minLength: number): Data {
    const field = (type.children as Field[])[index] as Field
    const child = this.load(field.type)
    if (child.length < minLength) throw damaged(`${child.length} nested values, ${minLength} are needed`)
    return child.length > minLength && type.typeId === Type.Struct ? child.slice(0, minLength) : child
  }

  private loadChildren(type: DataType, minLength: number): Data[] {
    return (type.children as Field[]).map((_, index) => this.loadChild(type, index, minLength))
  }

  private loadVariableSized(type: DataType, node: FieldNode): Data {
    const bitmap = this.nextBitmap(node)
    const offsets = this.nextOffsets(type, node.length)
    const bytes = this.nextBytes()
    checkOffsets(offsets, node.length, bytes.length)
    return this.make(type, node, [offsets, bytes, bitmap])
  }

  private loadList(type: DataType, node: FieldNode): Data {
    const bitmap = this.nextBitmap(node)
    const offsets = this.nextOffsets(type, node.length)
    const child = this.loadChild(type, 0, 0)
    checkOffsets(offsets, node.length, child.length)
    return this.make(type, node, [offsets, undefined, bitmap], [child])
  }

  private loadViews(type: DataType, node: FieldNode): Data {
    const bitmap = this.nextBitmap(node)
    const views = this.nextValues(Uint8Array, node.length * 16) as Uint8Array
    const count = this.header.variadicBufferCounts[this.variadicIndex++] ?? 0
    if (count > this.header.buffers.length) throw damaged(`a view column of ${count} buffers`)
    const variadic = Array.from({ length: count }, () => this.nextBytes())
    checkViews(views, node.length, variadic, bitmap)
    return new Data(
      type,
      0,
      node.length,
      node.nullCount === 0 ? 0 : -1,
      [undefined, views, bitmap] as never,
      [],
      undefined,
      variadic,
    )
  }

  private loadUnion(type: Union, node: FieldNode): Data {
    if (this.hasUnionBitmaps) this.nextBytes()
    const typeIds = this.nextValues(Int8Array, node.length) as Int8Array
    checkTypeIds(typeIds, node.length, type)
    if (type.mode === UnionMode.Sparse) {
      return this.make(
        type,
        { ...node, nullCount: 0 },
        [undefined, undefined, undefined, typeIds],
        this.loadChildren(type, node.length),
      )
    }
    const offsets = this.nextValues(Int32Array, node.length) as Int32Array
    const children = this.loadChildren(type, 0)
    checkDense(typeIds, offsets, node.length, type, children)
    return this.make(type, { ...node, nullCount: 0 }, [offsets, undefined, undefined, typeIds], children)
  }

  private loadDictionary(type: Dictionary, node: FieldNode): Data {
    const bitmap = this.nextBitmap(node)
    const keys = this.nextValues(type.indices.ArrayType, node.length)
    const values = this.dictionaries.get(type.id) ?? new Vector([emptyColumn(shownType(type.dictionary))])
    const nullCount = node.nullCount === 0 ? 0 : -1
    const shown = shownType(type)
    const data = new Data(shown, 0, node.length, nullCount, [undefined, keys, bitmap] as never, [], values)
    checkKeys(data, values.length)
    return data
  }

  private loadRunEnds(type: RunEndEncoded, node: FieldNode): Data {
    const [ends, values] = type.children as [Field, Field]
    const runEnds = this.load(ends.type)
    return expandRuns(runEnds, this.load(values.type), node.length)
  }

  private loadListView(type: ListView, node: FieldNode): Data {
    const bitmap = this.nextBitmap(node)
    const wide = type.isLarge ? BigInt64Array : Int32Array
    const offsets = this.nextValues(wide, node.length) as Int32Array
    const sizes = this.nextValues(wide, node.length) as Int32Array
    const items = this.load((type.children[0] as Field).type)
    return expandListViews(shownType(type), { offsets, sizes, bitmap }, node.length, node.nullCount, items)
  }

  load(type: DataType): Data {
    const node = this.nextNode()
    if (type instanceof RunEndEncoded) return this.loadRunEnds(type, node)
    if (type instanceof ListView) return this.loadListView(type, node)
    switch (type.typeId) {
      case Type.Null:
        return new Data(type, 0, node.length, node.length)
      case Type.Bool: {
        const bitmap = this.nextBitmap(node)
        const bits = this.nextValues(Uint8Array, Math.ceil(node.length / 8))
        return this.make(type, node, [undefined, bits, bitmap])
      }
      case Type.Utf8:
      case Type.LargeUtf8:
      case Type.Binary:
      case Type.LargeBinary:
        return this.loadVariableSized(type, node)
      case Type.Utf8View:
      case Type.BinaryView:
        return this.loadViews(type, node)
      case Type.List:
      case Type.LargeList:
      case Type.Map:
        return this.loadList(type, node)
      case Type.FixedSizeList: {
        const bitmap = this.nextBitmap(node)
        const child = this.loadChild(type, 0, node.length * (type as DataType & { listSize: number }).listSize)
        return this.make(type, node, [undefined, undefined, bitmap], [child])
      }
      case Type.Struct: {
        const bitmap = this.nextBitmap(node)
        return this.make(type, node, [undefined, undefined, bitmap], this.loadChildren(type, node.length))
      }
      case Type.Union:
        return this.loadUnion(type as Union, node)
      case Type.Dictionary:
        return this.loadDictionary(type as Dictionary, node)
      default: {
        const bitmap = this.nextBitmap(node)
        const { stride } = new Data(type, 0, 0)
        return this.make(type, node, [undefined, this.nextValues(type.ArrayType, node.length * stride), bitmap])
      }
    }
  }
}

/** A column without values, of any type. */
export function emptyColumn(type: DataType): Data {
  const header: BatchHeader = { numRows: 0, nodes: [], buffers: [], codec: null, variadicBufferCounts: [] }
  addEmpty(type, header)
  return new ColumnLoader(header, noBytes, new Map(), false).load(type)
}

/** Describes an empty column: more buffers than any type needs do no harm. */
function addEmpty(type: DataType, header: BatchHeader): void {
  header.nodes.push({ length: 0, nullCount: 0 })
  for (let buffer = 0; buffer < 3; buffer++) header.buffers.push({ offset: 0, length: 0 })
  header.variadicBufferCounts.push(0)
  for (const field of (type.children ?? []) as Field[]) addEmpty(field.type, header)
}

/**
 * The columns of a batch (or the values of a dictionary) from the body of its message: views of `body`, every length,
 * offset and key checked, so that no cell can point outside.
 *
 * @param fields as they are stored; the columns are of the types shown (`shownType`)
 * @param header of compressed buffers, their plain bytes (`plainBuffers`)
 * @param hasUnionBitmaps the metadata version is V4, whose unions have a validity buffer
 * @throws EngineError `format/corrupt`; `limit/exceeded` for list views that overlap too much
 */
export function loadColumns(
  fields: readonly Field[],
  header: BatchHeader,
  body: Uint8Array,
  dictionaries: Dictionaries,
  hasUnionBitmaps: boolean,
): Data[] {
  const loader = new ColumnLoader(header, body, dictionaries, hasUnionBitmaps)
  return fields.map((field) => {
    const column = loader.load(field.type)
    if (column.length === header.numRows) return column
    throw damaged(`column ${JSON.stringify(field.name)} has ${column.length} rows, the batch ${header.numRows}`)
  })
}
