/**
 * What the Bot API says when it says no. A method throws a `Refusal`; the server turns it into
 * `{ ok: false, error_code, description, parameters? }` with the same HTTP status, as Telegram does.
 * The wordings are those of tdlib/telegram-bot-api, because bots (ours too) tell errors apart by them.
 */
interface RefusalParameters {
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

export class Refusal extends Error {
  readonly errorCode: number
  readonly parameters: RefusalParameters | undefined

  constructor(errorCode: number, description: string, parameters?: RefusalParameters) {
    super(description)
    this.name = 'Refusal'
    this.errorCode = errorCode
    this.parameters = parameters
  }
}

export function badRequest(reason: string): Refusal {
  return new Refusal(400, `Bad Request: ${reason}`)
}

export function conflict(reason: string): Refusal {
  return new Refusal(409, `Conflict: ${reason}`)
}

export function tooManyRequests(retryAfterSeconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${retryAfterSeconds}`, { retry_after: retryAfterSeconds })
}
