/**
 * Requests that may come again because their answer got lost. The first is carried out; the same one again gets the very
 * same answer, another one under the same name is refused.
 */

/** A request is named by who asks, and by the key that they gave to it. */
export interface RequestName {
  keyName: string
  idempotencyKey: string
}

/** To be given again, byte for byte. */
export interface KeptAnswer {
  status: number
  body: string
}

export type BegunRequest =
  /** To be carried out now; also when a process that was carrying it out has died. */
  | { state: 'ours'; end(): Promise<void> }
  | { state: 'in_progress' }
  | { state: 'answered'; answer: KeptAnswer }
  /** The name was given to another request before. */
  | { state: 'reused' }

export interface RequestStore {
  /** `requestHash`: equal for equal requests. */
  begin(name: RequestName, requestHash: string, now: Temporal.Instant): Promise<BegunRequest>
  /** Keeps the answer unless one is kept already; gives the one that is kept. */
  keep(name: RequestName, answer: KeptAnswer): Promise<KeptAnswer>
}
