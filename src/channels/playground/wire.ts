/** What goes over the wire to the page: the assistant's rendered blocks, with attachments as addresses. */
import type { RenderedBlock } from '../../assistant/message.ts'

type Attachment = Extract<RenderedBlock, { block: 'attachment' }>

export type WireBlock =
  | Exclude<RenderedBlock, Attachment>
  | { block: 'attachment'; fileName: string; mediaType: string; url: string; caption?: string }

export interface WireMessage {
  chat: string
  id: string
  /** Grows with every new or edited message: of two copies of one message the higher version is right. */
  version: number
  replaces?: string
  from: 'assistant' | 'person'
  /** On the assistant's clock. */
  at: string
  /** BCP 47; a person's own words carry none. */
  locale?: string
  blocks: WireBlock[]
}

export function toWireBlock(block: RenderedBlock, index: number, chat: string, id: string): WireBlock {
  if (block.block !== 'attachment') return block
  const { fileName, mediaType, caption } = block
  const url = `api/attachment?${new URLSearchParams({ chat, id, index: String(index) })}`
  return { block: 'attachment', fileName, mediaType, url, ...(caption === undefined ? {} : { caption }) }
}
