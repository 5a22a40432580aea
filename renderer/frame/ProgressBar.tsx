import styles from './ProgressBar.module.css'

/** @param share 0..1; null while the total is not known */
export function ProgressBar({ label, share, width }: { label: string; share: number | null; width: number | string }) {
  return (
    <div
      className={styles.bar}
      style={{ width }}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <i
        className={share === null ? styles.unknown : styles.fill}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  )
}
