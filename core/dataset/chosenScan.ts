import type { Dataset, ScanRequest } from './dataset.ts'
import { selectRows } from './selectRows.ts'

/**
 * A scan of chosen rows over a scan of all rows, where only some of the chosen ones are known: those at positions
 * `[position, position + rows.length)`, which is where it may be asked for rows. Issues tell positions, too.
 *
 * @param rows ascending
 */
export function chosenScan(
  base: Pick<Dataset, 'schema' | 'extent' | 'splits' | 'buildIndex'>,
  scan: Dataset['scan'],
  rows: Uint32Array,
  position: number,
): Dataset['scan'] {
  const { schema, extent, splits } = base
  const view = selectRows({ schema, extent, splits, scan, buildIndex: (options) => base.buildIndex(options) }, rows)
  return ({ rowStart = position, rowEnd = position + rows.length, onIssue, ...request }: ScanRequest) =>
    view.scan({
      ...request,
      rowStart: rowStart - position,
      rowEnd: rowEnd - position,
      ...(onIssue && {
        onIssue: (issue) =>
          onIssue({
            ...issue,
            rowStart: issue.rowStart === null ? null : issue.rowStart + position,
            rowEnd: issue.rowEnd === null ? null : issue.rowEnd + position,
          }),
      }),
    })
}
