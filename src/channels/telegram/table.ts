/**
 * Tables on a phone: aligned columns where every character is as wide as the next and the rows fit the screen, otherwise
 * a line per row.
 */
import type { RenderedBlock } from '../../assistant/message.ts'
import { escapeHtml, monospace } from './html.ts'

type Table = Extract<RenderedBlock, { block: 'table' }>

const WIDEST_ROW = 34

export function tableHtml({ columns, rows }: Table): string {
  const header = columns.map(({ title }) => title)
  const all = [header, ...rows]
  const widths = columns.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)))
  const width = widths.reduce((sum, columnWidth) => sum + columnWidth + 1, -1)
  if (width > WIDEST_ROW || !all.flat().every(isEvenlyWide)) {
    return rows.map((row) => escapeHtml(row.join(' · '))).join('\n')
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, columns[column]?.align ?? 'start'))
      .join(' ')
      .trimEnd()
  return monospace(all.map(line).join('\n'))
}

function pad(cell: string, width: number, align: 'start' | 'end'): string {
  const space = ' '.repeat(width - [...cell].length)
  return align === 'end' ? space + cell : cell + space
}

/** Latin, Greek and Cyrillic letters, figures and signs; Devanagari joins and combines. */
function isEvenlyWide(cell: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}\p{Sc}\p{Z}+№]*$/u.test(cell)
}
