/** What one run of the end of grace did, and what waits for what. */

export type WaitingFor =
  /** A payment of the last day may be on its way: the back office has not stated enough yet. */
  | 'settling'
  /** The support team lets the member alone. */
  | 'held'
  /** Somebody is to reach the member first. */
  | 'being_reached'
  /** A person's word: more than the day's ceiling would go. */
  | 'ceiling'

export interface CancellationReport {
  cancelled: readonly string[]
  /** Plans whose last payable date has passed and that stay. */
  waiting: Readonly<Record<WaitingFor, number>>
  /** False: an import or a look at its outcome was under way. The rest comes with the next run. */
  isComplete: boolean
}
