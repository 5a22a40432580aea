import { chooseFolderAndOpen } from '../sources/openFolders.ts'
import { chooseAndOpen, openSource } from '../sources/openSources.ts'
import { SAMPLES, sourcePlace } from '../sources/sourceNames.ts'
import { useDatasets } from '../stores/datasetStore.ts'
import { useEngine } from '../stores/engineStore.ts'
import { useRecent } from '../stores/recentStore.ts'
import { useUi } from '../stores/uiStore.ts'
import controls from '../theme/controls.module.css'
import styles from './EmptyState.module.css'
import { COMMAND_KEY } from './keys.ts'

export function EmptyState() {
  const recent = useRecent((state) => state.entries)
  const opening = useDatasets((state) => state.opening)
  const ready = useEngine((state) => state.phase === 'running')
  return (
    <main className={styles.empty}>
      <div className={styles.drop}>
        <h1 className={styles.title}>See what a language model will really be fine‑tuned on</h1>
        <p className={styles.line}>
          Packscope shows the rows of a dataset file of any size, packs them into sequences, and exports the result.
          Your files are only read, never changed.
        </p>
        <p className={styles.open}>
          <button type="button" className={controls.primary} disabled={!ready} onClick={() => void chooseAndOpen()}>
            Open file…
          </button>
          <button
            type="button"
            className={controls.button}
            disabled={!ready}
            onClick={() => void chooseFolderAndOpen()}
          >
            Open folder…
          </button>
          <button
            type="button"
            className={controls.button}
            disabled={!ready}
            onClick={() => useUi.setState({ urlOpen: true })}
          >
            Open URL…
          </button>
        </p>
        <p className={styles.ways}>
          <kbd>{COMMAND_KEY}</kbd> <kbd>O</kbd> opens a file; or drop files and folders anywhere in this window.
        </p>
        {opening.map(({ id, name, cancel }) => (
          <p key={id} role="status" className={styles.opening}>
            Opening {name}…{' '}
            <button type="button" className={controls.link} onClick={cancel}>
              Cancel
            </button>
          </p>
        ))}
        <h2 className={styles.heading}>No file at hand? Samples</h2>
        <ul className={styles.list}>
          {SAMPLES.map(({ name, title, hint }) => (
            <li key={name}>
              <button
                type="button"
                className={styles.entry}
                disabled={!ready}
                onClick={() => void openSource({ kind: 'sample', name })}
              >
                <span>{title}</span>
                <span className={styles.hint}>{hint}</span>
              </button>
            </li>
          ))}
        </ul>
        {recent.length > 0 && (
          <>
            <h2 className={styles.heading}>Recent</h2>
            <ul className={styles.list}>
              {recent.slice(0, 6).map(({ source, name, openedAt }) => (
                <li key={openedAt}>
                  <button
                    type="button"
                    className={styles.entry}
                    disabled={!ready}
                    onClick={() => void openSource(source)}
                  >
                    <span className={controls.clip}>{name}</span>
                    <span className={`${styles.hint} ${controls.clip}`}>{sourcePlace(source)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <p className={styles.formats}>
          Reads JSON, JSONL, CSV, TSV, Parquet, Arrow and text of any size, compressed too; folders and Hugging Face
          datasets.
        </p>
      </div>
    </main>
  )
}
