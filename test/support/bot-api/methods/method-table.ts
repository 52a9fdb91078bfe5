/** Every method the double serves. The real server does not look at upper and lower case, so neither does this. */
import { answerCallbackQuery, deleteMessage, editMessageReplyMarkup, editMessageText } from './editing-methods.ts'
import type { Method } from './method.ts'
import {
  deleteMyCommands,
  getMyCommands,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyShortDescription,
} from './profile-methods.ts'
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './receiving-methods.ts'
import { sendChatAction, sendDocument, sendMessage, sendPhoto } from './sending-methods.ts'

const getMe: Method = ({ world }) => ({
  ...world.bot,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
})

const getChat: Method = ({ world, parameters }) => ({
  ...world.requireRoom(parameters).chat,
  accent_color_id: 0,
  max_reaction_count: 11,
  accepted_gift_types: {
    unlimited_gifts: false,
    limited_gifts: false,
    unique_gifts: false,
    premium_subscription: false,
  },
})

const logOut: Method = ({ world }) => {
  world.isLoggedOut = true
  return true
}

const close: Method = () => true

const METHODS: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  close,
  deleteMessage,
  deleteMyCommands,
  deleteWebhook,
  editMessageReplyMarkup,
  editMessageText,
  getChat,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  logOut,
  sendChatAction,
  sendDocument,
  sendMessage,
  sendPhoto,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyShortDescription,
  setWebhook,
}

interface NamedMethod {
  readonly name: string
  readonly run: Method
}

const BY_NAME = new Map(Object.entries(METHODS).map(([name, run]) => [name.toLowerCase(), { name, run }]))

export function findMethod(name: string): NamedMethod | undefined {
  return BY_NAME.get(name.toLowerCase())
}
