/** multipart/form-data, read leniently as the real server reads it: file names may stand without quotes. */
import type { RequestBody } from './request-body.ts'
import type { UploadedFile } from './wire-types.ts'

const LINE_END = '\r\n'
const HEAD_END = '\r\n\r\n'

export function splitMultipart(body: Buffer, boundary: string): RequestBody {
  const parameters: Record<string, unknown> = {}
  const files = new Map<string, UploadedFile>()
  for (const part of cutAtBoundaries(body, `--${boundary}`)) {
    const headEnd = part.indexOf(HEAD_END)
    if (headEnd < 0) continue
    const head = part.subarray(0, headEnd).toString('utf8')
    const content = part.subarray(headEnd + HEAD_END.length)
    const name = readAttribute(head, 'name')
    if (name === undefined) continue
    const fileName = readAttribute(head, 'filename')
    if (fileName === undefined) {
      parameters[name] = content.toString('utf8')
    } else {
      const mimeType = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream'
      files.set(name, { fileName, mimeType, content })
    }
  }
  return { parameters, files }
}

function cutAtBoundaries(body: Buffer, delimiter: string): Buffer[] {
  const parts: Buffer[] = []
  let start = body.indexOf(delimiter)
  while (start >= 0) {
    const from = start + delimiter.length + LINE_END.length
    const end = body.indexOf(LINE_END + delimiter, from - LINE_END.length)
    if (end < 0) break
    if (end >= from) parts.push(body.subarray(from, end))
    start = end + LINE_END.length
  }
  return parts
}

function readAttribute(head: string, name: string): string | undefined {
  const match = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\r\\n]*))`, 'i').exec(head)
  return match?.[1] ?? match?.[2]
}
