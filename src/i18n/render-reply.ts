/** Turns a reply's keys and values into text in the reader's language. The one place where words come in. */
import i18next, { type i18n } from 'i18next'
import type {
  Block,
  Choice,
  Content,
  Message,
  RenderedBlock,
  RenderedChoice,
  RenderedReply,
  Reply,
} from '../assistant/message.ts'
import { languageOf } from '../assistant/speaker.ts'
import { formatValue } from './format.ts'
import type { Locale } from './locales.ts'

export interface Renderer {
  /** `locale` is a BCP 47 tag: its language gives the texts, the whole of it the formats. */
  render(reply: Reply, locale: string): RenderedReply
  text(content: Content, locale: string): string
}

export function createRenderer(locales: readonly Locale[]): Renderer {
  const translator = startTranslator(locales)
  const localeOf = (tag: string) => locales.find((candidate) => candidate.tag === languageOf(tag))
  /** Texts without values are looked up once. */
  const plainTexts = new Map<string, string>()
  const plainText = ({ key }: Message, locale: string): string => {
    const name = `${locale} ${key}`
    const known = plainTexts.get(name)
    if (known !== undefined) return known
    const found = translate(translator, { key }, locale, text)
    plainTexts.set(name, found)
    return found
  }
  const text = (content: Content, locale: string): string => {
    if (!('key' in content)) return formatValue(content, locale, localeOf)
    return content.params ? translate(translator, content, locale, text) : plainText(content, languageOf(locale))
  }
  return {
    text,
    render: ({ blocks }, locale) => ({
      locale,
      blocks: blocks.map((block) => renderBlock(block, (c) => text(c, locale))),
    }),
  }
}

function startTranslator(locales: readonly Locale[]): i18n {
  const translator = i18next.createInstance()
  translator.init({
    resources: Object.fromEntries(locales.map(({ tag, texts }) => [tag, { translation: texts }])),
    supportedLngs: locales.map(({ tag }) => tag),
    nonExplicitSupportedLngs: true,
    fallbackLng: 'en',
    initAsync: false,
    // Values are escaped where markup is made, once: in the channel.
    interpolation: { escapeValue: false },
  })
  return translator
}

function translate(
  translator: i18n,
  { key, params = {} }: Message,
  locale: string,
  text: (content: Content, locale: string) => string,
): string {
  const values = Object.entries(params).map(([name, content]) => [
    name,
    name === 'count' && 'number' in content ? Number(content.number) : text(content, locale),
  ])
  return String(translator.t(key, { ...Object.fromEntries(values), lng: locale }))
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
