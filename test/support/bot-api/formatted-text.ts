/** From a call's text parameters to what people see: parsed, trimmed, with commands marked, within the limits. */
import { findBotCommands } from './bot-commands.ts'
import { type FormattedText, parseHtml } from './html-parser.ts'
import { type CallParameters, isRecord, readInteger, readJson, readText } from './parameters.ts'
import { badRequest } from './refusal.ts'
import type { MessageEntity } from './wire-types.ts'

export const MESSAGE_TEXT_MAX_UNITS = 4096
const CAPTION_MAX_UNITS = 1024
const ENTITIES_MAX = 100

interface WrittenText extends FormattedText {
  /** As the bot sent it, before parsing; absent for plain text. */
  readonly html: string | undefined
}

export function readMessageText(parameters: CallParameters): WrittenText {
  if (readText(parameters, 'text') === '') throw badRequest('message text is empty')
  const written = readFormattedText(parameters, 'text', 'entities')
  if (written.text === '') throw badRequest('text must be non-empty')
  if (written.text.length > MESSAGE_TEXT_MAX_UNITS) throw badRequest('message is too long')
  return written
}

export function readCaption(parameters: CallParameters): WrittenText {
  const written = readFormattedText(parameters, 'caption', 'caption_entities')
  if (written.text.length > CAPTION_MAX_UNITS) throw badRequest('message caption is too long')
  return written
}

function readFormattedText(parameters: CallParameters, textName: string, entitiesName: string): WrittenText {
  const raw = readText(parameters, textName)
  const mode = readText(parameters, 'parse_mode').toLowerCase()
  if (mode === '' || mode === 'none') {
    return { ...finish(raw, readEntities(parameters, entitiesName)), html: undefined }
  }
  if (mode === 'html') {
    const parsed = parseHtml(raw)
    return { ...finish(parsed.text, parsed.entities), html: raw }
  }
  // Our bot writes HTML only; a double that half-understood Markdown would prove nothing.
  throw badRequest(mode.startsWith('markdown') ? 'the double parses HTML only' : 'unsupported parse_mode')
}

function readEntities(parameters: CallParameters, name: string): readonly MessageEntity[] {
  const entities = readJson(parameters, name, 'entities')
  if (entities === undefined) return []
  if (!Array.isArray(entities)) throw badRequest('expected an Array of MessageEntity')
  return entities.filter(isRecord).map((entity) => ({
    ...entity,
    type: readText(entity, 'type'),
    offset: readInteger(entity, 'offset') ?? 0,
    length: readInteger(entity, 'length') ?? 0,
  }))
}

/** Telegram cuts white space at both ends, moves the entities with the text and finds commands by itself. */
function finish(raw: string, entities: readonly MessageEntity[]): FormattedText {
  const text = raw.trim()
  const cut = raw.length - raw.trimStart().length
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(0, entity.offset - cut)
    const end = Math.min(text.length, entity.offset - cut + entity.length)
    return end > offset ? [{ ...entity, offset, length: end - offset }] : []
  })
  const commands = findBotCommands(text).filter((command) => !kept.some((entity) => hidesCommand(entity, command)))
  const all = commands.length === 0 ? kept : [...kept, ...commands].sort((a, b) => a.offset - b.offset)
  return { text, entities: all.slice(0, ENTITIES_MAX) }
}

function hidesCommand(entity: MessageEntity, command: MessageEntity): boolean {
  const overlaps = entity.offset < command.offset + command.length && command.offset < entity.offset + entity.length
  return overlaps && ['code', 'pre', 'text_link', 'text_mention', 'bot_command'].includes(entity.type)
}
