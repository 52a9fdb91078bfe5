import { date, freeText, identifier, languageTag, oneLine, phone, telegramUserId, timeZone } from '../cell.ts'
import { optional, recordSchema, required } from '../record-schema.ts'
import type { RowIn } from './row-in.ts'

export type MemberRow = RowIn<typeof memberSchema>

export const memberSchema = recordSchema({
  file: 'members.csv',
  key: ['member_no'],
  columns: {
    member_no: required(identifier),
    full_name: required(oneLine),
    phone: optional(phone),
    email: optional(freeText),
    language: optional(languageTag),
    time_zone: optional(timeZone),
    sponsor_no: optional(identifier),
    registered_on: optional(date),
    verified_on: optional(date),
    partner_agreement_on: optional(date),
    telegram_user_id: optional(telegramUserId),
  },
})
