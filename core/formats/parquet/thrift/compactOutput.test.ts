import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CompactOutput } from './compactOutput.ts'
import { CompactReader } from './compactReader.ts'
import { I64 } from './compactWriter.ts'

const whole = fc.maxSafeInteger().map((value) => Math.trunc(value / 4))

it('whole numbers, texts, flags and lists are read again', () => {
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 40 }), fc.string(), fc.boolean(), (numbers, text, flag) => {
      const out = new CompactOutput()
      out.list(1, I64, numbers.length)
      for (const number of numbers) out.item(number)
      out.text(3, text)
      out.struct(40)
      out.bool(1, flag)
      out.byte(2, -5)
      out.i16(3, 300)
      out.end()
      out.i64(41, numbers[0] ?? 0)
      out.end()
      const found: unknown[] = []
      const reader = new CompactReader(out.take(), 0)
      reader.root((id, type) => {
        if (id === 1) reader.list(type, (item) => found.push(reader.int(item)))
        else if (id === 3) found.push(reader.text(type))
        else if (id === 41) found.push(reader.int(type))
        else reader.struct(type, (id, type) => found.push(id === 1 ? reader.bool(type) : reader.int(type)))
      })
      const bytes = new TextDecoder().decode(new TextEncoder().encode(text))
      expect(found.map((value) => (value === 0 ? 0 : value))).toEqual([
        ...numbers.map((n) => n + 0 || 0),
        bytes,
        flag,
        -5,
        300,
        (numbers[0] ?? 0) || 0,
      ])
    }),
  )
})

it('what was begun is forgotten when it is cleared', () => {
  const out = new CompactOutput()
  out.struct(7)
  out.i32(3, 5)
  out.clear()
  out.i32(1, 1)
  out.end()
  expect([...out.take()]).toEqual([0x15, 2, 0])
})
