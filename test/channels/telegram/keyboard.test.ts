import { expect, test } from 'vitest'
import { inlineKeyboard } from '../../../src/channels/telegram/keyboard.ts'

const choice = (label: string, action = 'help') => ({ label, action })
const rowsOf = (...choices: Parameters<typeof inlineKeyboard>[0]) => inlineKeyboard(choices)?.inline_keyboard

test('nothing to choose: no keyboard', () => {
  expect(inlineKeyboard([])).toBeUndefined()
})

test('two short ones share a row, a long one has its own, order is kept', () => {
  const rows = rowsOf(
    choice('Pay'),
    choice('Schedule'),
    choice('Bonus'),
    choice('Something that is rather long'),
    choice('Help'),
  )
  expect(rows?.map((row) => row.map(({ text }) => text))).toEqual([
    ['Pay', 'Schedule'],
    ['Bonus'],
    ['Something that is rather long'],
    ['Help'],
  ])
})

test('addresses and actions', () => {
  expect(rowsOf({ label: 'Pay now', url: 'https://pay.example.org/?a=1&b=2' }, choice('Help', 'help me'))).toEqual([
    [
      { text: 'Pay now', url: 'https://pay.example.org/?a=1&b=2' },
      { text: 'Help', callback_data: 'help me' },
    ],
  ])
})

test('64 bytes of callback data fit; a button with more is left out, the others stay', () => {
  expect(rowsOf(choice('fits', 'x'.repeat(64)))).toHaveLength(1)
  expect(rowsOf(choice('fits', `${'किश्त'.repeat(4)}abcd`))).toHaveLength(1)
  expect(rowsOf(choice('too much', 'x'.repeat(65)))).toBeUndefined()
  expect(rowsOf(choice('too much', 'किश्त'.repeat(5)), choice('Help'))).toEqual([
    [{ text: 'Help', callback_data: 'help' }],
  ])
})

test('labels of any length stay within what Telegram takes for a whole keyboard', () => {
  const rows = rowsOf(...Array.from({ length: 12 }, (_, index) => choice('🌱'.repeat(10_000), `next P-${index}`)))
  expect(rows).toHaveLength(12)
  expect(Buffer.byteLength(JSON.stringify(rows))).toBeLessThan(10_240)
  expect(rows?.[0]?.[0]?.text).toBe(`${'🌱'.repeat(63)}…`)
})

test('no more than 96 buttons', () => {
  expect(rowsOf(...Array.from({ length: 200 }, () => choice('x')))?.flat()).toHaveLength(96)
})
