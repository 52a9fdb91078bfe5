/** A file of a call: uploaded now (`attach://name` or under its own name), or named by an earlier `file_id`. */
import { readText } from '../parameters.ts'
import { badRequest, Refusal } from '../refusal.ts'
import type { FileReference, UploadedFile } from '../wire-types.ts'
import type { Call } from './method.ts'

const PHOTO_MAX_BYTES = 10 * 1024 * 1024
const PHOTO_SIDES_MAX = 10_000
const PHOTO_RATIO_MAX = 20
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const JPEG_SIGNATURE = Buffer.from('ffd8ff', 'hex')

interface ReceivedFile {
  readonly reference: FileReference
  readonly file: UploadedFile
}

export function receiveFile({ world, parameters, files }: Call, field: 'document' | 'photo'): ReceivedFile {
  const value = readText(parameters, field)
  const uploaded = files.get(value.startsWith('attach://') ? value.slice('attach://'.length) : field)
  if (uploaded) {
    if (uploaded.content.length === 0) throw badRequest('file must be non-empty')
    const fileId = `double-${field}-${world.files.size + 1}`
    world.files.set(fileId, uploaded)
    return { reference: describeFile(fileId, uploaded), file: uploaded }
  }
  if (value === '') throw badRequest(`there is no ${field} in the request`)
  const known = world.files.get(value)
  // Fetching from an address is the real server's business; nothing here goes out to the network.
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified')
  return { reference: describeFile(value, known), file: known }
}

/** Telegram looks into photos: what is no picture, or too large or too long a one, is refused. */
export function describePhoto(reference: FileReference, { content }: UploadedFile): FileReference {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (bytes.length > PHOTO_MAX_BYTES) throw new Refusal(413, 'Request Entity Too Large')
  const { file_name: _, mime_type: __, ...picture } = reference
  if (bytes.subarray(0, 3).equals(JPEG_SIGNATURE)) return { ...picture, width: 0, height: 0 }
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE) || bytes.length < 24) throw badRequest('IMAGE_PROCESS_FAILED')
  const width = bytes.readUInt32BE(16)
  const height = bytes.readUInt32BE(20)
  const ratio = Math.max(width, height) / Math.min(width, height)
  if (width + height > PHOTO_SIDES_MAX || ratio > PHOTO_RATIO_MAX) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return { ...picture, width, height }
}

function describeFile(fileId: string, file: UploadedFile): FileReference {
  return {
    file_id: fileId,
    file_unique_id: `unique-${fileId}`,
    file_size: file.content.length,
    file_name: file.fileName,
    mime_type: file.mimeType,
  }
}
