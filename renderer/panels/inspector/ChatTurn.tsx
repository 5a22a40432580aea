import chat from './Chat.module.css'
import type { ToolCall, Turn } from './chatTurns.ts'
import styles from './Inspector.module.css'
import type { TextView } from './inspectorStore.ts'
import { parseJsonNode } from './jsonNode.ts'
import { LongText } from './LongText.tsx'
import { prettyJson } from './prettyJson.ts'

export function ChatTurn({ turn, view }: { turn: Turn; view: TextView }) {
  const named =
    turn.roleName.toLowerCase() === turn.role
      ? turn.role
      : `${turn.role === 'other' ? '' : `${turn.role} · `}${turn.roleName}`
  return (
    <li className={chat.turn} data-role={turn.role}>
      <h4 className={chat.turnHead}>
        <span className={chat.role}>{named}</span>
        {turn.name !== null && <span>{turn.name}</span>}
        {turn.toolCallId !== null && <span>answers {turn.toolCallId}</span>}
        {turn.notes.map((note) => (
          <span key={note} className={chat.turnNote}>
            {note}
          </span>
        ))}
      </h4>
      {turn.reasoning !== null && (
        <div className={chat.reasoning}>
          <span className={chat.partName}>reasoning</span>
          <LongText text={turn.reasoning} view={view} />
        </div>
      )}
      {turn.parts.map((part, i) =>
        part.kind === 'text' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <TurnText key={i} text={part.text} view={view} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <div key={i} className={chat.call}>
            <span className={chat.partName}>{part.type} part</span>
            <LongText text={readableJson(part.json)} view="raw" />
          </div>
        ),
      )}
      {turn.toolCalls.map((call, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls may repeat
        <Call key={i} call={call} />
      ))}
      {turn.parts.length === 0 && turn.toolCalls.length === 0 && <span className={styles.null}>no content</span>}
    </li>
  )
}

function TurnText({ text, view }: { text: string; view: TextView }) {
  return text === '' ? <span className={styles.empty}>empty</span> : <LongText text={text} view={view} />
}

function Call({ call }: { call: ToolCall }) {
  return (
    <div className={chat.call}>
      <span className={chat.partName}>
        calls <b>{call.name}</b>
        {call.id !== null && ` · ${call.id}`}
      </span>
      {call.args !== '' && <LongText text={readableJson(call.args)} view="raw" />}
    </div>
  )
}

/** Valid JSON laid out; anything else as it stands. */
export function readableJson(text: string): string {
  try {
    parseJsonNode(text)
    return prettyJson(text)
  } catch {
    return text
  }
}
