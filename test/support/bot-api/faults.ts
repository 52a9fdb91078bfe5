/** Trouble on order: what the next calls of a method, in a chat, run into. The first script that matches counts. */
import { badRequest, Refusal, tooManyRequests } from './refusal.ts'

type Fault =
  | { readonly kind: 'tooManyRequests'; readonly retryAfterSeconds: number }
  /** The person blocked the bot. */
  | { readonly kind: 'forbidden'; readonly description?: string }
  | { readonly kind: 'badRequest'; readonly reason: string }
  | { readonly kind: 'serverError'; readonly errorCode?: 500 | 502 | 503 }
  /** The call has its effect, but the connection breaks before the answer. */
  | { readonly kind: 'dropAfterAccepting' }
  | { readonly kind: 'dropBeforeAccepting' }
  | { readonly kind: 'slow'; readonly latencyMs: number }

export type FaultScript = Fault & {
  /** All methods when absent. */
  readonly method?: string
  readonly chatId?: number
  /** How many calls run into it; 1 when absent. */
  readonly times?: number
  /** How many matching calls pass before it starts; 0 when absent. */
  readonly after?: number
}

interface PlannedFault {
  /** How many calls have run into it. */
  readonly hitCount: number
  remove(): void
}

interface Plan {
  readonly script: FaultScript
  passedCount: number
  hitCount: number
}

export class Faults {
  readonly #plans = new Set<Plan>()

  add(script: FaultScript): PlannedFault {
    const plan: Plan = { script, passedCount: 0, hitCount: 0 }
    this.#plans.add(plan)
    return {
      get hitCount() {
        return plan.hitCount
      },
      remove: () => {
        this.#plans.delete(plan)
      },
    }
  }

  clear(): void {
    this.#plans.clear()
  }

  take(method: string, chatId: number | undefined): Fault | undefined {
    for (const plan of this.#plans) {
      const { script } = plan
      if (script.method !== undefined && script.method.toLowerCase() !== method.toLowerCase()) continue
      if (script.chatId !== undefined && script.chatId !== chatId) continue
      if (plan.passedCount < (script.after ?? 0)) {
        plan.passedCount++
        continue
      }
      plan.hitCount++
      if (plan.hitCount >= (script.times ?? 1)) this.#plans.delete(plan)
      return script
    }
    return undefined
  }
}

/** The refusal a fault stands for; faults of the connection have none. */
export function findRefusal(fault: Fault): Refusal | undefined {
  switch (fault.kind) {
    case 'tooManyRequests':
      return tooManyRequests(fault.retryAfterSeconds)
    case 'forbidden':
      return new Refusal(403, fault.description ?? 'Forbidden: bot was blocked by the user')
    case 'badRequest':
      return badRequest(fault.reason)
    case 'serverError':
      return new Refusal(fault.errorCode ?? 500, fault.errorCode === 502 ? 'Bad Gateway' : 'Internal Server Error')
    default:
      return undefined
  }
}
