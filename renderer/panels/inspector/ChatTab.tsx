import { useMemo } from 'react'
import type { RowDetail } from '../../../app/protocol/datasets.ts'
import type { EngineApi } from '../../../app/protocol/engine.ts'
import chat from './Chat.module.css'
import { ChatTurn, readableJson } from './ChatTurn.tsx'
import { CHAT_SHAPES, type ChatShape, chatShapeOf } from './chatShape.ts'
import styles from './Inspector.module.css'
import { type TextView, useInspector } from './inspectorStore.ts'
import { parseJsonNode } from './jsonNode.ts'
import { LongText } from './LongText.tsx'
import { TextViewChoice } from './TextViewChoice.tsx'
import { WholeRow } from './WholeRow.tsx'

/** The row read as a conversation. */
export function ChatTab({ engine, detail }: { engine: EngineApi; detail: RowDetail }) {
  return (
    <WholeRow key={detail.row} engine={engine} detail={detail}>
      {(json) => <Chat json={json} columns={detail.cells.map((cell) => cell.column)} />}
    </WholeRow>
  )
}

function Chat({ json, columns }: { json: string; columns: readonly string[] }) {
  const view = useInspector((state) => state.textView)
  const shape = useMemo(() => chatShapeOf(parseJsonNode(json)), [json])
  if (shape === null) {
    return (
      <div className={styles.note}>
        <p>This row has no chat shape.</p>
        <p>
          Looked for: {CHAT_SHAPES}. The row has {columns.length === 0 ? 'no columns' : columns.join(', ')}.
        </p>
      </div>
    )
  }
  return (
    <>
      <TextViewChoice />
      <p className={chat.shape}>
        Read as {shape.shape}
        {shape.columns.join(' + ') !== shape.shape && ` from ${shape.columns.join(', ')}`}
      </p>
      {shape.tools !== null && <Tools json={shape.tools} />}
      <Turns turns={shape.turns} view={view} />
      {shape.answers.length > 0 && <Answers answers={shape.answers} view={view} />}
    </>
  )
}

function Turns({ turns, view }: { turns: ChatShape['turns']; view: TextView }) {
  return (
    <ol className={chat.turns}>
      {turns.map((turn, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns have no identity but their place
        <ChatTurn key={i} turn={turn} view={view} />
      ))}
    </ol>
  )
}

function Answers({ answers, view }: { answers: ChatShape['answers']; view: TextView }) {
  return (
    <div className={chat.answers}>
      {answers.map((answer) => (
        <section key={answer.title} className={chat.answer} data-answer={answer.title} aria-label={answer.title}>
          <h3 className={chat.answerTitle}>{answer.title}</h3>
          <Turns turns={answer.turns} view={view} />
        </section>
      ))}
    </div>
  )
}

function Tools({ json }: { json: string }) {
  return (
    <details className={chat.tools}>
      <summary>tools offered</summary>
      <LongText text={readableJson(json)} view="raw" />
    </details>
  )
}
