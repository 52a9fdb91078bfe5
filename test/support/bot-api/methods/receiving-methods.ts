/** getUpdates, setWebhook, deleteWebhook, getWebhookInfo. */
import { type CallParameters, readFlag, readInteger, readJson, readText } from '../parameters.ts'
import { badRequest } from '../refusal.ts'
import type { Method } from './method.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

export const getUpdates: Method = ({ world, parameters, onGone }) => {
  const allowed = readAllowedUpdates(parameters)
  if (allowed) world.exchange.allowedUpdates = allowed
  return world.exchange.poll(
    {
      offset: readInteger(parameters, 'offset') ?? 0,
      limit: clamp(readInteger(parameters, 'limit') ?? 100, 1, 100),
      timeoutSeconds: clamp(readInteger(parameters, 'timeout') ?? 0, 0, 50),
    },
    onGone,
  )
}

export const setWebhook: Method = (call) => {
  const { world, parameters } = call
  const url = readText(parameters, 'url')
  if (url === '') return deleteWebhook(call)
  checkWebhookUrl(url)
  const secretToken = readText(parameters, 'secret_token')
  if (secretToken.length > 256) throw badRequest('secret token is too long')
  if (!/^[A-Za-z0-9_-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters')
  const allowed = readAllowedUpdates(parameters)
  if (allowed) world.exchange.allowedUpdates = allowed
  if (readFlag(parameters, 'drop_pending_updates')) world.exchange.dropPending()
  const maxConnections = clamp(readInteger(parameters, 'max_connections') ?? 40, 1, 100)
  world.exchange.setWebhook({ url, secretToken, maxConnections })
  return true
}

export const deleteWebhook: Method = ({ world, parameters }) => {
  if (readFlag(parameters, 'drop_pending_updates')) world.exchange.dropPending()
  world.exchange.removeWebhook()
  return true
}

export const getWebhookInfo: Method = ({ world: { exchange } }) => {
  const failure = exchange.webhook?.lastFailure
  return {
    url: exchange.webhook?.settings.url ?? '',
    has_custom_certificate: false,
    pending_update_count: exchange.pendingCount,
    ...(exchange.webhook && { max_connections: exchange.webhook.settings.maxConnections }),
    ...(failure && { last_error_date: Math.floor(failure.atMs / 1_000), last_error_message: failure.message }),
    ...(exchange.allowedUpdates.length > 0 && { allowed_updates: exchange.allowedUpdates }),
  }
}

/** The real server wants HTTPS; plain HTTP is let through to this machine only, because tests live there. */
function checkWebhookUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest('invalid webhook URL specified')
  const { protocol, hostname } = new URL(url)
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return
  throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
}

/** `undefined` keeps what was set before, an empty list goes back to the default. */
function readAllowedUpdates(parameters: CallParameters): readonly string[] | undefined {
  const value = readJson(parameters, 'allowed_updates', 'allowed updates')
  return Array.isArray(value) ? value.filter((kind) => typeof kind === 'string') : undefined
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}
