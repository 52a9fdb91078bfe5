import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileContent } from '../back-office-files.ts'

/** The files of a folder by name, not those of folders in it, and no pipes or devices; they are read when they are needed. */
export async function readFolder(folder: string): Promise<Map<string, FileContent>> {
  const entries = await readdir(folder, { withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => [name, createReadStreamLazily(join(folder, name))] as const),
  )
}

const READ_AT_ONCE = 262_144

/** A stream opens its file at once; ignored files are never opened. */
function createReadStreamLazily(path: string): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => createReadStream(path, { highWaterMark: READ_AT_ONCE })[Symbol.asyncIterator](),
  }
}
