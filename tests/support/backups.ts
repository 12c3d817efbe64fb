import type { BackupContent, BackupDraft, DraftLineage } from '#core/backup/backup.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { aPerson } from './people.ts'

/** A draft as it stands in a backup. */
export function aBackupDraft(record: PersonRecord = aPerson(), changes: Partial<BackupDraft> = {}): BackupDraft {
  return {
    id: record.id,
    record: JSON.parse(JSON.stringify(record)),
    revision: 3,
    createdAt: 1_700_000_000_000,
    savedAt: 1_700_000_100_000,
    confirmations: [],
    declarations: {},
    handedIn: null,
    deletedAt: null,
    ...changes,
  }
}

/** A draft that grew from the given states. */
export const aLineage = (draft: BackupDraft, ancestors: readonly string[] = []): DraftLineage => ({ draft, ancestors })

/** The content of a backup with one draft. */
export function aBackupContent(changes: Partial<BackupContent> = {}): BackupContent {
  return {
    createdAt: '2026-11-23T02:30:00.000Z',
    drafts: [{ draft: aBackupDraft(), ancestors: [] }],
    submissions: [],
    key: null,
    revisions: [],
    tasks: [],
    returnSlips: [],
    outbox: [],
    locks: [],
    ...changes,
  }
}
