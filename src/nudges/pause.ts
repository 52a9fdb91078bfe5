/** The operator's pause: while it lasts nothing is sent unasked, by any process. */
export interface Pause {
  at: Temporal.Instant
  /** Who asked for it, as the history of tasks names them. */
  by: string
}

/** May anything be sent unasked? `on` is this process's setting `NUDGES`, the pause holds for all of them. */
export interface Nudging {
  isOn: boolean
  pausedSince?: Temporal.Instant
}
