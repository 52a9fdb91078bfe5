/**
 * What waits in the quarantine is tried again when anything that it names arrives, or another payment of its member: it
 * is staged beside what arrives. (CONTRACT "Import format".)
 */
import type { WaitingPayment } from '../back-office-records.ts'
import { fromContent } from '../booking/payment-content.ts'
import type { Staging } from './staging.ts'

const AT_ONCE = 1_000

export async function stageWaiting(staging: Staging): Promise<void> {
  let count = 0
  let last: WaitingPayment | undefined
  let waiting: WaitingPayment[]
  do {
    waiting = await staging.waitingNamed(last, AT_ONCE)
    await staging.addPayments(
      waiting.map(({ content, reason }) => {
        const payment = fromContent(content)
        return { bookedWith: payment.memberNo, line: -++count, payment, waitedFor: reason }
      }),
    )
    last = waiting.at(-1)
  } while (waiting.length === AT_ONCE)
  await staging.bringEqualIdsTogether()
}
