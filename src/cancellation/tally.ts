import type { PortionOutcome } from './cancel-portion.ts'
import type { CancellationReport, WaitingFor } from './cancellation-report.ts'

/** Adds portions up. */
export class Tally {
  readonly waiting: Record<WaitingFor, number> = { settling: 0, held: 0, being_reached: 0, ceiling: 0 }
  readonly #cancelled: string[] = []

  /** The day's ceiling was reached. */
  get isFull(): boolean {
    return this.waiting.ceiling > 0
  }

  add({ cancelled, aboveCeiling, kept }: PortionOutcome): void {
    this.#cancelled.push(...cancelled.map(({ plan }) => plan.terms.planNo))
    this.wait('ceiling', aboveCeiling.length)
    for (const { decision } of kept) {
      if (decision.ok) continue
      // Who was told nothing has a task since this run.
      if (decision.reason === 'not_told' || decision.reason === 'being_reached') this.wait('being_reached', 1)
      else if (decision.reason === 'held' || decision.reason === 'settling') this.wait(decision.reason, 1)
    }
  }

  wait(why: WaitingFor, count: number): void {
    this.waiting[why] += count
  }

  report(isComplete: boolean): CancellationReport {
    return { cancelled: this.#cancelled, waiting: { ...this.waiting }, isComplete }
  }
}
