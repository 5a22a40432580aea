import type { PackDetail } from '../../../app/protocol/packing.ts'
import { SEGMENT_CONTINUES, SEGMENT_CUT } from '../../../core/packing/plan/segmentFlags.ts'
import { formatCount, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import table from '../../theme/table.module.css'
import styles from './PackDetailPane.module.css'

/** More segments than anyone reads are not put into the page. */
const MOST_LISTED = 300

/** The rows of a pack, each a way to its source row. */
export function SegmentList({ detail, onOpenRow }: { detail: PackDetail; onOpenRow(row: number): void }) {
  const { segments } = detail
  return (
    <div className={styles.list}>
      <table className={table.figures} aria-label="Segments of the pack">
        <thead>
          <tr>
            <th scope="col">source row</th>
            <th scope="col" title="First position in the pack">
              at
            </th>
            <th scope="col" title="First token of the row that is here">
              from
            </th>
            <th scope="col">tokens</th>
          </tr>
        </thead>
        <tbody>
          {segments.slice(0, MOST_LISTED).map(({ row, rowNumber, start, length, position, flags }) => (
            <tr key={position + row / 2 ** 33}>
              <th scope="row">
                <button type="button" className={controls.link} onClick={() => onOpenRow(row)}>
                  {formatCount(rowNumber)}
                </button>
              </th>
              <td>{formatCount(position)}</td>
              <td>{formatCount(start)}</td>
              <td>
                {markOf(flags) && <span className={styles.mark}>{markOf(flags)} </span>}
                {formatCount(length)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {segments.length > MOST_LISTED && (
        <p className={styles.caption}>
          The first {MOST_LISTED} of {formatPlural(segments.length, 'segment')}; all of them are in the map.
        </p>
      )}
    </div>
  )
}

function markOf(flags: number): string {
  if (flags & SEGMENT_CUT) return 'cut'
  return flags & SEGMENT_CONTINUES ? 'goes on' : ''
}
