/** How far an import is, told to whoever waits for it. */
import type { FileName } from '../back-office-files.ts'

export interface Progress {
  read(file: FileName, rows: number): void
  /** Of all rows that were read, so many more are checked, or taken in. */
  checked(rows: number): void
  takenIn(rows: number): void
}

export const noProgress: Progress = { read() {}, checked() {}, takenIn() {} }
