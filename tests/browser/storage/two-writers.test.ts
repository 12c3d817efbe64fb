import { Dexie } from 'dexie'
import { type Arbitrary, array, assert, asyncProperty, constantFrom, record } from 'fast-check'
import { expect, test } from 'vitest'
import { openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import type { Draft, DraftStorage } from '#app/platform/storage/draft-storage.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

/** One tab: it knows the draft as it last saw it, and writes over that or is refused. */
interface Tab {
  readonly storage: DraftStorage
  seen: Draft
}

type Step = { readonly tab: 0 | 1; readonly does: 'look' | 'save' | 'save both' | 'remove' | 'restore' }

const steps: Arbitrary<readonly Step[]> = array(
  record({
    tab: constantFrom<0 | 1>(0, 1),
    does: constantFrom<Step['does']>('look', 'save', 'save', 'save both', 'remove', 'restore'),
  }),
  { maxLength: 24 },
)

test('whatever two tabs do, nothing acknowledged is lost and nothing is overwritten unseen', async () => {
  const name = `test-${crypto.randomUUID()}`
  const clock = tickingClock()
  const databases = [openCaibaoDatabase(name), openCaibaoDatabase(name)] as const
  const storages = [dexieDraftStorage(databases[0], clock), dexieDraftStorage(databases[1], clock)] as const

  await assert(
    asyncProperty(steps, async (script) => {
      const created = must(await storages[0].create(aNewDraft('')))
      const tabs: readonly [Tab, Tab] = [
        { storage: storages[0], seen: created },
        { storage: storages[1], seen: created },
      ]
      // Each save adds a letter to what its tab saw: a lost or an overwritten save is a missing letter.
      let model = { text: '', revision: 1 }
      let written = 0
      const nameOf = (draft: Draft): string => draft.record.basic['name'] ?? ''

      async function save(tab: Tab): Promise<void> {
        const text = `${nameOf(tab.seen)}${String.fromCodePoint(0x4e00 + (written += 1))}`
        const saved = await tab.storage.save(created.id, tab.seen.revision, aDraftChange(tab.seen, text))
        if (!saved.ok) {
          const isRightlyRefused = saved.error.code === 'DRAFT_CONFLICT' && tab.seen.revision < model.revision
          if (!isRightlyRefused) throw new Error(`refused without cause: ${saved.error.code}`)
          return
        }
        expect(text.startsWith(model.text)).toBe(true)
        model = { text, revision: saved.value.revision }
        tab.seen = saved.value
      }

      for (const { tab: at, does } of script) {
        const tab = tabs[at]
        if (does === 'look') tab.seen = must(await tab.storage.load(created.id))
        else if (does === 'save') await save(tab)
        else if (does === 'save both') await saveBoth(tabs, save, () => model.revision)
        else must(await tab.storage[does](created.id))
      }
      const standing = must(await storages[1].load(created.id))
      expect({ text: nameOf(standing), revision: standing.revision }).toEqual(model)
    }),
    { numRuns: 60 },
  )
  for (const database of databases) database.close()
  await Dexie.delete(name)
})

/** Both at the same time from the same revision: exactly one wins. */
async function saveBoth(
  tabs: readonly [Tab, Tab],
  save: (tab: Tab) => Promise<void>,
  revision: () => number,
): Promise<void> {
  const fresh = must(await tabs[0].storage.load(tabs[0].seen.id))
  for (const tab of tabs) tab.seen = fresh
  const before = revision()
  await Promise.allSettled(tabs.map((tab) => save(tab)))
  expect(revision()).toBe(before + 1)
}
