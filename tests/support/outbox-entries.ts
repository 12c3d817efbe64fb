import type { OutboxEntry } from '#app/platform/storage/outbox-entry.ts'
import { justAdded } from '#core/sync/outbox.ts'

/** A submission on its way. */
export const anEntry = (changes: Partial<OutboxEntry> = {}): OutboxEntry => ({
  digest: 'a'.repeat(64),
  draftId: 'd',
  personName: '韦晓莉',
  fileName: 'a.rpu',
  revision: 1,
  text: '{}',
  unitName: '',
  addedAt: 1,
  state: justAdded(1),
  ...changes,
})
