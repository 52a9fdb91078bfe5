/** All of a message that is read, as plain text: a line each, and what stands on its buttons in the last one. */
import type { RenderedBlock, RenderedReply } from '../assistant/message.ts'

/** `Due today: €100.00`, `Plan: Start (K-1)`, `• ...`, `[Pay] [I have paid]`. */
export function plainText({ blocks }: RenderedReply): string {
  const labels = blocks.flatMap((block) => (block.block === 'choices' ? block.choices.map(({ label }) => label) : []))
  const buttons = labels.map((label) => `[${label}]`).join(' ')
  return [...blocks.flatMap(linesOf), ...(buttons ? [buttons] : [])].join('\n')
}

function linesOf(block: RenderedBlock): string[] {
  switch (block.block) {
    case 'heading':
    case 'text':
    case 'note':
      return [block.text]
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value}`)
    case 'list':
      return block.items.map((item) => `• ${item}`)
    case 'table':
      return [block.columns.map(({ title }) => title), ...block.rows].map((row) => row.join(' | '))
    case 'progress':
      return [`${block.label} (${block.percent} %)`]
    case 'contact_request':
      return [`[${block.label}]`]
    case 'attachment':
      return [block.caption ?? block.fileName]
    case 'choices':
      return []
  }
}
