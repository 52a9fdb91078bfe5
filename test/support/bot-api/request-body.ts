/** A request's parameters, however they were sent: query string, JSON, form, or multipart with files. */
import type { IncomingMessage } from 'node:http'
import { splitMultipart } from './multipart.ts'
import { type CallParameters, isRecord } from './parameters.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { UploadedFile } from './wire-types.ts'

export interface RequestBody {
  readonly parameters: CallParameters
  readonly files: ReadonlyMap<string, UploadedFile>
}

const BODY_MAX_BYTES = 50 * 1024 * 1024
const NO_FILES: ReadonlyMap<string, UploadedFile> = new Map()

export async function readRequest(request: IncomingMessage, query: string): Promise<RequestBody> {
  const body = await readBody(request)
  const parsed = parseBody(body, request.headers['content-type'] ?? '')
  if (query === '') return parsed
  return { ...parsed, parameters: { ...Object.fromEntries(new URLSearchParams(query)), ...parsed.parameters } }
}

function parseBody(body: Buffer, contentType: string): RequestBody {
  if (body.length === 0) return { parameters: {}, files: NO_FILES }
  if (contentType.startsWith('application/json')) return { parameters: parseJson(body), files: NO_FILES }
  if (contentType.startsWith('multipart/form-data')) {
    const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
    if (!boundary) throw badRequest("can't parse multipart boundary")
    return splitMultipart(body, boundary)
  }
  return { parameters: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), files: NO_FILES }
}

function parseJson(body: Buffer): CallParameters {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest("can't parse JSON object")
  }
  if (!isRecord(value)) throw badRequest('expected a JSON object')
  return value
}

/** By events, not by iterating the stream: every call of a load test passes here. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      // Read to the end all the same: an answer in the middle of an upload would break the connection.
      if (size <= BODY_MAX_BYTES) chunks.push(chunk)
    })
    request.on('end', () => {
      if (size > BODY_MAX_BYTES) reject(new Refusal(413, 'Request Entity Too Large'))
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
    request.on('error', reject)
  })
}
