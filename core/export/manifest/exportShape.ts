import { CODECS, EXPORT_FORMATS, type ExportOptions } from '../exportOptions.ts'
import { flag, nullable, object, oneOf, type Shape, whole } from './shape.ts'

const shardSize = byKindOf({
  rows: object({ by: oneOf('rows'), rows: whole(1) }),
  bytes: object({ by: oneOf('bytes'), bytes: whole(1) }),
  count: object({ by: oneOf('count'), count: whole(1) }),
})

/** Sizes of shards are told apart by their member `by`. */
function byKindOf<C extends Readonly<Record<string, Shape<{ by: string }>>>>(shapes: C) {
  return ((value, place) => {
    const by = (value as { by?: unknown } | null | undefined)?.by
    const known = oneOf(...Object.keys(shapes))(by, `${place}.by`)
    return (shapes[known] as Shape<{ by: string }>)(value, place)
  }) as Shape<{ [K in keyof C]: ReturnType<C[K]> }[keyof C]>
}

const members = object({
  format: oneOf(...EXPORT_FORMATS),
  compression: nullable(oneOf('gzip', 'zstd')),
  codec: oneOf('none', 'snappy', 'gzip', 'lz4', 'zstd'),
  rowGroupRows: nullable(whole(1)),
  shardSize: nullable(shardSize),
  nested: oneOf('refuse', 'json'),
  header: flag,
  preset: nullable(oneOf('datasets', 'axolotl')),
})

/** The options of an export, each one there. */
export const exportOptionsShape: Shape<ExportOptions> = (value, place) => {
  const options = members(value, place)
  oneOf(...CODECS[options.format])(options.codec, `${place}.codec`)
  return options
}
