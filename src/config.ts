/** The environment, read once. A wrong value stops the start and says which, and what was expected. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { z } from 'zod'
import { parseInstant } from './domain/calendar.ts'

const empty = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional())
const oneOf = <const T extends [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: `one of: ${values.join(', ')}` })

/** Takes only the value that means "as it is". */
const notYet = (asItIs: string) =>
  z
    .string()
    .refine((value) => value === '' || value === asItIs, {
      error: `${asItIs === '' ? 'nothing' : `"${asItIs}" or nothing`}: this version has no more to choose here`,
    })
    .optional()

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'a port number from 0 (any free one) to 65535' })
  .transform(Number)
  .refine((number) => number <= 65_535, { error: 'a port number from 0 (any free one) to 65535' })

const webAddress = z.url({ protocol: /^https?$/, error: 'a web address that begins with http:// or https://' })

const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/.+/, { error: 'postgresql://user:password@host:port/database' })
  .refine((text) => URL.canParse(text), { error: 'postgresql://user:password@host:port/database' })

const botToken = z.string().regex(/^\d+:[\w-]{5,}$/, { error: 'a token as @BotFather gives it, like 123456:ABC-def' })

const telegramChat = z
  .string()
  .regex(/^-?[1-9]\d{0,15}$/, { error: 'the id of a Telegram chat: digits, for a group with a minus before them' })

const instant = z.string().refine((text) => parseInstant(text) !== undefined, {
  error: 'an ISO 8601 instant with its offset, like 2026-03-10T09:00:00+03:00',
})

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** What is told is people's data: in the clear it goes no further than this machine. */
const webhookUrl = z.string().refine(isSafeAddress, {
  error:
    'an address that begins with https:// (http:// only for 127.0.0.1, localhost or [::1]), without a password in it',
})

const webhookSecret = z.string().min(32, { error: 'at least 32 characters' })
/** Says which part is wrong by its place: what stands where the name should be may be the key. */
const apiKeys = z.string().transform((text, context) => {
  const parts = text.split(',').map((part) => part.trim())
  const keys = parts.flatMap((part, index): ApiKey[] => {
    const [, name = '', scope, key = ''] = /^([\w.-]{1,64}):(read|write):([!-~]+)$/.exec(part) ?? []
    const earlier = parts.slice(0, index).map((each) => each.split(':'))
    const refuse = (expected: string) => context.addIssue(`${expected} in part ${index + 1} of ${parts.length}`)
    if (scope !== 'read' && scope !== 'write') refuse('name:scope:key, where scope is read or write, without spaces,')
    else if (key.length < LEAST_KEY_LENGTH) refuse(`a key of at least ${LEAST_KEY_LENGTH} characters`)
    else if (earlier.some(([taken]) => taken === name)) refuse('a name of its own')
    else if (earlier.some(([, , ...rest]) => rest.join(':') === key)) refuse('a key of its own')
    else return [{ name, scope, key }]
    return []
  })
  return keys
})

const LEAST_KEY_LENGTH = 32

const ROLES = ['bot', 'worker'] as const

const roles = z.string().transform((text, context): readonly Role[] => {
  const named = text.split(',').map((part) => part.trim())
  const known = ROLES.filter((role) => named.includes(role))
  if (named.some((name) => !known.some((role) => role === name))) {
    context.addIssue('bot, worker, or both with a comma between them')
  }
  return known
})

const environmentSchema = z.object({
  DATABASE_URL: optional(databaseUrl),
  DATA_DIR: z.preprocess(empty, z.string().default('./data')),
  DEMO: z.preprocess(empty, oneOf('auto', 'off').default('auto')),
  HTTP_HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
  HTTP_PORT: z.preprocess(empty, port.default(8080)),
  PUBLIC_URL: optional(webAddress),
  TELEGRAM_BOT_TOKEN: optional(botToken),
  TELEGRAM_API_ROOT: z.preprocess(empty, webAddress.default('https://api.telegram.org')),
  TELEGRAM_WEBHOOK_SECRET: optional(
    z.string().regex(/^[\w-]{1,256}$/, { error: '1 to 256 letters, digits, "_" or "-"' }),
  ),
  SUPPORT_CHAT: optional(telegramChat),
  WEBHOOK_URL: optional(webhookUrl),
  WEBHOOK_SECRET: optional(webhookSecret),
  API_KEYS: optional(apiKeys),
  POLICY_FILE: optional(z.string()),
  NUDGES: optional(oneOf('on', 'off')),
  // Empty is refused: whoever names no role meant one, and both would be a bot more than they wanted.
  ROLES: roles.default(ROLES),
  // A name that is promised and not there yet: set, it would be believed to do something.
  WHATSAPP: notYet('off'),
  CLOCK: optional(instant),
  LOG_LEVEL: z.preprocess(empty, oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent').default('info')),
})

/** Lets somebody into the back office's API; `write` reads, too. */
export interface ApiKey {
  name: string
  scope: 'read' | 'write'
  key: string
}

/**
 * What a process does. `bot`: channels receive and answer, API, playground. `worker`: everything that runs by itself.
 * `/health` and `/metrics` are in every process.
 */
export type Role = (typeof ROLES)[number]

/** How updates come in: we fetch them, or Telegram posts them to us. */
export type TelegramConfig = { token: string; apiRoot: string } & (
  | { mode: 'polling' }
  | { mode: 'webhook'; publicUrl: string; secret: string }
)

/** Where the back office is told of events, and what they are signed with. */
export interface WebhookConfig {
  url: string
  secret: string
}

export interface Config {
  database: { kind: 'embedded'; dataDir: string } | { kind: 'postgresql'; url: string; dataDir: string }
  demo: 'auto' | 'off'
  http: { host: string; port: number; publicUrl: string | undefined }
  telegram: TelegramConfig | undefined
  /** The id of the support team's Telegram chat. */
  supportChat: string | undefined
  webhook: WebhookConfig | undefined
  /** None: there is no API. */
  apiKeys: readonly ApiKey[]
  policyFile: string | undefined
  /** Are people written to unasked? Not said: on a demo base only. */
  nudges: boolean | undefined
  roles: readonly Role[]
  /** Where the clock starts; the system's when not given. */
  clock: Temporal.Instant | undefined
  logLevel: string
}

export type ConfigProblem = { name: string; value: string; expected: string }

export type ReadConfig = { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] }

export function readConfig(environment: NodeJS.ProcessEnv): ReadConfig {
  const parsed = environmentSchema.safeParse(environment)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      return { name, value: nameOrSecret(name, environment[name] ?? ''), expected: message }
    })
    return { ok: false, problems }
  }
  const values = parsed.data
  const dataDir = resolve(values.DATA_DIR)
  const usesRealTelegram = values.TELEGRAM_BOT_TOKEN && isOutside(values.TELEGRAM_API_ROOT)
  if (values.CLOCK && usesRealTelegram) {
    const expected = 'empty: with a real channel the clock is the system’s'
    return { ok: false, problems: [{ name: 'CLOCK', value: values.CLOCK, expected }] }
  }
  const webhook = webhookConfig(values)
  if (!webhook.ok) return { ok: false, problems: [webhook.problem] }
  return {
    ok: true,
    config: {
      database: values.DATABASE_URL
        ? { kind: 'postgresql', url: values.DATABASE_URL, dataDir }
        : { kind: 'embedded', dataDir },
      demo: values.DEMO,
      http: { host: values.HTTP_HOST, port: values.HTTP_PORT, publicUrl: values.PUBLIC_URL },
      telegram: telegramConfig(values),
      supportChat: values.SUPPORT_CHAT,
      webhook: webhook.config,
      apiKeys: values.API_KEYS ?? [],
      policyFile: values.POLICY_FILE,
      nudges: values.NUDGES && values.NUDGES === 'on',
      roles: values.ROLES,
      clock: values.CLOCK ? Temporal.Instant.from(values.CLOCK) : undefined,
      logLevel: values.LOG_LEVEL,
    },
  }
}

function telegramConfig(values: z.infer<typeof environmentSchema>): TelegramConfig | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRootGiven, PUBLIC_URL: publicUrl } = values
  if (!token) return undefined
  const apiRoot = apiRootGiven.replace(/\/+$/, '')
  if (!publicUrl) return { token, apiRoot, mode: 'polling' }
  const secret = values.TELEGRAM_WEBHOOK_SECRET ?? createHash('sha256').update(`webhook ${token}`).digest('hex')
  return { token, apiRoot, mode: 'webhook', publicUrl, secret }
}

type ReadWebhook = { ok: true; config: WebhookConfig | undefined } | { ok: false; problem: ConfigProblem }

/** Both or none: what is not signed could come from anyone. */
function webhookConfig({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret }: z.infer<typeof environmentSchema>): ReadWebhook {
  if (url && secret) return { ok: true, config: { url, secret } }
  if (!url && !secret) return { ok: true, config: undefined }
  const [name, other] = url ? ['WEBHOOK_SECRET', 'WEBHOOK_URL'] : ['WEBHOOK_URL', 'WEBHOOK_SECRET']
  return { ok: false, problem: { name, value: '', expected: `a value, because ${other} is set` } }
}

/** Test doubles live on this machine; what is anywhere else may be the real thing. */
function isOutside(address: string): boolean {
  return !LOOPBACK.includes(new URL(address).hostname)
}

function isSafeAddress(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.username || url.password) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
}

function nameOrSecret(name: string, value: string): string {
  return /TOKEN|SECRET|KEY|DATABASE_URL|WEBHOOK_URL/.test(name) ? '(not shown)' : value
}
