/** What the bot sets about itself: commands per scope and language, descriptions, the menu button. */
import { type CallParameters, isRecord, readInteger, readJson, readText } from '../parameters.ts'
import { badRequest } from '../refusal.ts'
import type { BotCommand } from '../wire-types.ts'
import type { World } from '../world.ts'
import type { Method } from './method.ts'

const COMMANDS_MAX = 100
const COMMAND_DESCRIPTION_MAX_UNITS = 256
const DESCRIPTION_MAX_UNITS = 512
const SHORT_DESCRIPTION_MAX_UNITS = 120
const WIDE_SCOPES = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']
const CHAT_SCOPES = ['chat', 'chat_administrators', 'chat_member']

export const setMyCommands: Method = ({ world, parameters }) => {
  const list = readJson(parameters, 'commands')
  if (!Array.isArray(list)) throw badRequest('expected an Array of BotCommand')
  if (list.length > COMMANDS_MAX) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  world.profile.commands.set(findCommandsKey(world, parameters), list.map(readCommand))
  return true
}

export const getMyCommands: Method = ({ world, parameters }) =>
  world.profile.commands.get(findCommandsKey(world, parameters)) ?? []

export const deleteMyCommands: Method = ({ world, parameters }) => {
  world.profile.commands.delete(findCommandsKey(world, parameters))
  return true
}

export const setMyDescription: Method = ({ world, parameters }) => {
  const description = readText(parameters, 'description')
  if (description.length > DESCRIPTION_MAX_UNITS) throw badRequest('DESCRIPTION_TOO_LONG')
  world.profile.descriptions.set(readLanguage(parameters), description)
  return true
}

export const setMyShortDescription: Method = ({ world, parameters }) => {
  const description = readText(parameters, 'short_description')
  if (description.length > SHORT_DESCRIPTION_MAX_UNITS) throw badRequest('ABOUT_TOO_LONG')
  world.profile.shortDescriptions.set(readLanguage(parameters), description)
  return true
}

export const setChatMenuButton: Method = ({ world, parameters }) => {
  const chatId = readText(parameters, 'chat_id') === '' ? 0 : world.requireRoom(parameters).chat.id
  const button = readJson(parameters, 'menu_button', 'menu button') ?? { type: 'default' }
  if (!isRecord(button)) throw badRequest("can't parse menu button: MenuButton must be an Object")
  if (!['default', 'commands', 'web_app'].includes(readText(button, 'type'))) {
    throw badRequest("can't parse menu button: MenuButton has unsupported type")
  }
  world.profile.menuButtons.set(chatId, button)
  return true
}

/** Where the list for a scope and language is kept; tests read it through `commandsOf`. */
export function commandsKey(scope: CallParameters, language: string): string {
  const parts = [readText(scope, 'type') || 'default', readText(scope, 'chat_id'), readText(scope, 'user_id')]
  return `${parts.filter((part) => part !== '').join(':')} ${language}`
}

function findCommandsKey(world: World, parameters: CallParameters): string {
  const scope = readJson(parameters, 'scope', 'BotCommandScope') ?? { type: 'default' }
  if (!isRecord(scope)) throw badRequest("can't parse BotCommandScope: BotCommandScope must be an Object")
  const type = readText(scope, 'type')
  if (CHAT_SCOPES.includes(type)) {
    world.requireRoom(scope)
    if (type === 'chat_member' && readInteger(scope, 'user_id') === undefined) {
      throw badRequest("can't parse BotCommandScope: Invalid user_id specified")
    }
  } else if (!WIDE_SCOPES.includes(type)) {
    throw badRequest("can't parse BotCommandScope: Unsupported type specified")
  }
  return commandsKey(scope, readLanguage(parameters))
}

function readCommand(value: unknown): BotCommand {
  if (!isRecord(value)) throw badRequest("can't parse BotCommand: expected an Object")
  const command = readText(value, 'command')
  const description = readText(value, 'description')
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  if (description.length < 1 || description.length > COMMAND_DESCRIPTION_MAX_UNITS) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  }
  return { command, description }
}

function readLanguage(parameters: CallParameters): string {
  const language = readText(parameters, 'language_code')
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified')
  return language
}
