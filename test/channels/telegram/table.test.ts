import { expect, test } from 'vitest'
import { tableHtml } from '../../../src/channels/telegram/table.ts'

const columns = [
  { title: 'No.', align: 'end' },
  { title: 'Due', align: 'start' },
  { title: 'Amount', align: 'end' },
] as const

const table = (rows: string[][], titled: readonly { title: string; align: 'start' | 'end' }[] = columns) =>
  tableHtml({ block: 'table', columns: titled, rows })

test('columns as wide as their widest cell, aligned as asked, nothing trailing', () => {
  expect(
    table([
      ['1', '10.01.', '€5.00'],
      ['12', 'x', '€1,250.00'],
    ]),
  ).toBe('<pre>No. Due       Amount\n  1 10.01.     €5.00\n 12 x      €1,250.00</pre>')
})

test('Cyrillic stands in columns, too', () => {
  expect(table([['1', 'март', '5,00 ₽']])).toBe('<pre>No. Due  Amount\n  1 март 5,00 ₽</pre>')
})

test('34 characters are the widest row; one more, and each row is a line of its own', () => {
  const widest = [['1', 'x', 'y'.repeat(34 - 8)]]
  expect(table(widest)).toMatch(/^<pre>/)
  expect(table([['1', 'x', 'y'.repeat(34 - 7)]])).toBe(`1 · x · ${'y'.repeat(27)}`)
})

test.each([
  ['Devanagari', 'देरी'],
  ['Arabic', 'متأخر'],
  ['Japanese', '遅延'],
  ['emoji', '✅🌱'],
  ['a joiner', 'a\u200Db'],
])('%s is not evenly wide, so no columns', (_, cell) => {
  expect(table([['1', cell, '5.00']])).toBe(`1 · ${cell} · 5.00`)
})

test('cells are escaped, in columns and in lines, and a mark of HTML counts as one character', () => {
  expect(table([['1', 'R&D', '5.00']])).toBe('<pre>No. Due Amount\n  1 R&amp;D   5.00</pre>')
  expect(table([['<b>', '&amp;', 'किश्त']])).toBe('&lt;b&gt; · &amp;amp; · किश्त')
})

test('no rows, short rows', () => {
  expect(table([])).toBe('<pre>No. Due Amount</pre>')
  expect(table([['1']])).toBe('<pre>No. Due Amount\n  1</pre>')
})
