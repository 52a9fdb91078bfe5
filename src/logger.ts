/** JSON lines on stderr. Tokens and personal data never get there: errors are cut down to what helps. */
import pino, { type Logger } from 'pino'

export type { Logger }

export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: describeError },
      redact: {
        paths: [
          'token',
          'secret',
          'phone',
          'email',
          'fullName',
          'text',
          'code',
          '*.token',
          '*.phone',
          '*.email',
          '*.text',
        ],
        censor: '(not shown)',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutTokens(String(error)) }
  return {
    type: error.name,
    message: withoutTokens(error.message),
    stack: withoutTokens((error.stack ?? '').split('\n').slice(1, 8).join('\n')),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  }
}

/** A bot's token stands in the address of every call to Telegram, and so in many an error. */
function withoutTokens(text: string): string {
  return text.replace(/\d{3,}:[\w-]{5,}/g, '(token)').replace(/postgres(ql)?:\/\/\S+/g, '(database)')
}
