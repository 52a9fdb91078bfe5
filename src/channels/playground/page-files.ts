/** The page's own files: the folder `page` as it is, nothing built; only names found in it at start are served. */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const folder = join(import.meta.dirname, 'page')

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export interface PageFile {
  mediaType: string
  bytes: Uint8Array<ArrayBuffer>
}

export function createPageFiles(): (name: string) => Promise<PageFile | undefined> {
  const names = new Set(readdirSync(folder).filter((name) => extname(name) in mediaTypes))
  return async (name) => {
    const mediaType = mediaTypes[extname(name)]
    if (mediaType === undefined || !names.has(name)) return undefined
    return { mediaType, bytes: new Uint8Array(await readFile(join(folder, name))) }
  }
}
