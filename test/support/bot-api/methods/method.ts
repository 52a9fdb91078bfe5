import type { CallParameters } from '../parameters.ts'
import type { UploadedFile } from '../wire-types.ts'
import type { World } from '../world.ts'

export interface Call {
  readonly world: World
  readonly parameters: CallParameters
  readonly files: ReadonlyMap<string, UploadedFile>
  /** Told when the caller hangs up before the answer; only long polling cares. */
  readonly onGone: (listener: () => void) => void
}

/** Gives the `result`, or throws a `Refusal`. */
export type Method = (call: Call) => unknown
