import { Fragment, useMemo } from 'react'
import { type Block, type Inline, parseMarkdown } from '../../text/markdown.ts'
import styles from './Inspector.module.css'
import prose from './Text.module.css'

/** Text as the Markdown it probably is. Nothing is loaded and no link can be followed. */
export function Rendered({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return (
    <div className={prose.rendered}>
      {blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
        <DrawnBlock key={i} block={block} />
      ))}
    </div>
  )
}

function DrawnBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      // Headings of the data are not headings of this page.
      return (
        <p className={block.level <= 2 ? prose.heading : prose.subheading}>
          <Line parts={block.line} />
        </p>
      )
    case 'paragraph':
      return (
        <p>
          <Lines lines={block.lines} />
        </p>
      )
    case 'quote':
      return (
        <blockquote className={prose.quote}>
          <Lines lines={block.lines} />
        </blockquote>
      )
    case 'item':
      return (
        <div className={prose.item} style={{ paddingLeft: block.depth * 16 }}>
          <span className={prose.marker}>{/^[-*+•]$/.test(block.marker) ? '•' : block.marker}</span>
          <span>
            <Line parts={block.line} />
          </span>
        </div>
      )
    case 'code':
      return (
        <pre className={prose.code} data-language={block.language || undefined}>
          {block.text}
        </pre>
      )
    case 'table':
      return (
        <table className={prose.table}>
          <tbody>
            {block.rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <tr key={i} className={i === 0 ? prose.tableHead : undefined}>
                {row.map((cell, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                  <td key={j}>
                    <Line parts={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
    case 'rule':
      return <hr className={prose.rule} />
  }
}

function Lines({ lines }: { lines: readonly (readonly Inline[])[] }) {
  return lines.map((line, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
    <Fragment key={i}>
      {i > 0 && <br />}
      <Line parts={line} />
    </Fragment>
  ))
}

function Line({ parts }: { parts: readonly Inline[] }) {
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <Fragment key={i}>{drawn(part)}</Fragment>
  ))
}

function drawn(part: Inline) {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code className={prose.inlineCode}>{part.text}</code>
    case 'strong':
      return <strong>{part.text}</strong>
    case 'emphasis':
      return <em>{part.text}</em>
    case 'strike':
      return <s>{part.text}</s>
    case 'link':
      return (
        <>
          <span className={prose.linkText}>{part.text}</span> <span className={styles.dim}>({part.url})</span>
        </>
      )
  }
}
