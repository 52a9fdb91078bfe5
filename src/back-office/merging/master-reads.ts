/** What the import reads of master data, by number, so that its cost does not grow with the base. */
import type { PlanRecords } from '../../domain/plan.ts'
import type { InstallmentRecord, MemberRecord, OfferRecord, PackageRecord, PlanRecord } from '../back-office-records.ts'
import type { Staging } from '../importing/staging.ts'

export interface MasterReads {
  members(memberNos: readonly string[]): Promise<MemberRecord[]>
  packages(packageCodes: readonly string[]): Promise<PackageRecord[]>
  plans(planNos: readonly string[]): Promise<PlanRecord[]>
  currentOffers(offerCodes: readonly string[]): Promise<OfferRecord[]>
  planRecords(planNos: readonly string[]): Promise<PlanRecords[]>
  /** Those of these that there are. */
  memberNosThere(memberNos: readonly string[]): Promise<string[]>
  packageCodesThere(packageCodes: readonly string[]): Promise<string[]>
}

export interface MasterWrites {
  /** All but sponsors and Telegram users, which may be other members of the same import. */
  saveMembers(members: readonly MemberRecord[]): Promise<void>
  /** Tasks about them go to whoever is above them then. */
  connectMembers(members: readonly MemberRecord[], now: Temporal.Instant): Promise<void>
  savePackages(packages: readonly PackageRecord[]): Promise<void>
  savePlans(plans: readonly PlanRecord[]): Promise<void>
  /** The whole schedules of the plans that the installments name. */
  replaceSchedules(installments: readonly InstallmentRecord[]): Promise<void>
  addOfferVersions(versions: readonly OfferRecord[], recordedAt: Temporal.Instant): Promise<void>
  markHistory(planNos: readonly string[]): Promise<void>
}

/** What is staged, and what is there. */
export type ImportReads = MasterReads &
  Pick<Staging, 'records' | 'stagedKeys' | 'linesUpAfter' | 'telegramHoldersAfter'>
