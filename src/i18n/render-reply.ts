/** Turns a reply's keys and values into text in the reader's language. The one place where words come in. */
import type {
  Block,
  Choice,
  Content,
  RenderedBlock,
  RenderedChoice,
  RenderedReply,
  Reply,
} from '../assistant/message.ts'
import { languageOf } from '../assistant/speaker.ts'
import { formatValue } from './format.ts'
import type { Locale } from './locales.ts'
import { createTemplates } from './templates.ts'

export interface Renderer {
  /** `locale` is a BCP 47 tag: its language gives the texts, the whole of it the formats. */
  render(reply: Reply, locale: string): RenderedReply
  text(content: Content, locale: string): string
}

export function createRenderer(locales: readonly Locale[]): Renderer {
  const templates = createTemplates(locales)
  const localesByTag = new Map(locales.map((locale) => [locale.tag, locale]))
  const localeOf = (tag: string) => localesByTag.get(languageOf(tag))
  const text = (content: Content, locale: string): string => {
    if (!('key' in content)) return formatValue(content, locale, localeOf)
    const { key, params = {} } = content
    const values: Record<string, string> = {}
    for (const [name, param] of Object.entries(params)) values[name] = text(param, locale)
    const count = params.count && 'number' in params.count ? Number(params.count.number) : undefined
    return templates.fill(key, languageOf(locale), values, count)
  }
  return {
    text,
    render: ({ blocks }, locale) => ({
      locale,
      blocks: blocks.map((block) => renderBlock(block, (c) => text(c, locale))),
    }),
  }
}

function renderBlock(block: Block, text: (content: Content) => string): RenderedBlock {
  switch (block.block) {
    case 'heading':
    case 'text':
    case 'note':
      return { block: block.block, text: text(block.text) }
    case 'facts':
      return {
        block: 'facts',
        facts: block.facts.map(({ label, value }) => ({ label: text(label), value: text(value) })),
      }
    case 'table':
      return {
        block: 'table',
        columns: block.columns.map(({ title, align }) => ({ title: text(title), align })),
        rows: block.rows.map((row) => row.map(text)),
      }
    case 'list':
      return { block: 'list', items: block.items.map(text) }
    case 'progress': {
      const percent = block.total === 0n ? 0 : Number((block.done * 100n) / block.total)
      return { block: 'progress', label: text(block.label), percent }
    }
    case 'choices':
      return { block: 'choices', choices: block.choices.map((choice) => renderChoice(choice, text)) }
    case 'contact_request':
      return { block: 'contact_request', label: text(block.label) }
    case 'attachment': {
      const { caption, ...file } = block
      return caption ? { ...file, caption: text(caption) } : file
    }
  }
}

function renderChoice(choice: Choice, text: (content: Content) => string): RenderedChoice {
  const label = text(choice.label)
  return 'url' in choice ? { label, url: choice.url } : { label, action: choice.action }
}
