import type { EngineApi } from '../../../app/protocol/engine.ts'
import type { PackDetail } from '../../../app/protocol/packing.ts'
import { formatCount, formatPlural } from '../../format/numbers.ts'
import controls from '../../theme/controls.module.css'
import panel from '../../theme/panel.module.css'
import { MaskPicture } from './MaskPicture.tsx'
import styles from './PackDetailPane.module.css'
import { SegmentList } from './SegmentList.tsx'
import { Strips } from './Strips.tsx'
import { usePackDetail } from './usePackDetail.ts'

interface PackDetailPaneProps {
  engine: EngineApi
  datasetId: string
  pack: number
  /** Whether the trainer keeps the rows of a pack apart. */
  separated: boolean
  onOpenRow(row: number): void
  onClose(): void
  onError(error: unknown, what: string): void
}

/** One pack as the trainer sees it: who attends to whom, position ids, labels, and the rows it is made of. */
export function PackDetailPane({ engine, datasetId, pack, separated, ...events }: PackDetailPaneProps) {
  const { onOpenRow, onClose, onError } = events
  const detail = usePackDetail(engine, datasetId, pack, (error) => onError(error, `Could not read pack ${pack}`))
  return (
    <section className={`${panel.panel} ${styles.pane}`} aria-label="Selected pack" aria-busy={detail?.pack !== pack}>
      <header className={panel.head}>
        <h2 className={panel.title}>Pack {formatCount(detail?.pack ?? pack)}</h2>
        {detail && (
          <span className={`${styles.size} ${controls.num}`} title={sizeOf(detail)}>
            {sizeOf(detail)}
          </span>
        )}
        <button type="button" className={controls.link} onClick={onClose}>
          Hide
        </button>
      </header>
      {detail && (
        <div className={styles.content}>
          <MaskPicture detail={detail} separated={separated} />
          <Strips detail={detail} />
          <SegmentList detail={detail} onOpenRow={onOpenRow} />
        </div>
      )}
    </section>
  )
}

function sizeOf({ segments, positions, inputIds }: PackDetail): string {
  const size = `${formatPlural(segments.length, 'segment')} · ${formatPlural(positions, 'position')}`
  return positions > inputIds.length ? `${size}, the first ${formatCount(inputIds.length)} shown` : size
}
