import { describe, expect, test } from 'vitest'
import { type DraftRole, openDraftWriter } from '#app/platform/storage/draft-writer.ts'

/** A tab that has a draft open, and everything it was told it is. */
function openTab(draftId: string) {
  const roles: DraftRole[] = []
  const writer = openDraftWriter(draftId, {
    onRole: (role) => roles.push(role),
    onYield: () => Promise.resolve(),
  })
  return { ...writer, roles }
}

describe('who writes a draft', () => {
  test('a tab that is alone is never told that another one writes', async () => {
    const tab = openTab(crypto.randomUUID())
    expect(tab.role()).toBe('asking')
    await expect.poll(() => tab.roles).toEqual(['writer'])
    tab.close()
  })

  test('a second tab reads until the first one closes', async () => {
    const id = crypto.randomUUID()
    const first = openTab(id)
    await expect.poll(first.role).toBe('writer')
    const second = openTab(id)
    await expect.poll(() => second.roles).toEqual(['reader'])
    first.close()
    await expect.poll(() => second.roles).toEqual(['reader', 'writer'])
    second.close()
  })

  test('the pen goes to the tab that asks for it, and back when that one closes', async () => {
    const id = crypto.randomUUID()
    const first = openTab(id)
    await expect.poll(first.role).toBe('writer')
    const second = openTab(id)
    await expect.poll(second.role).toBe('reader')
    second.takeOver()
    await expect.poll(second.role).toBe('writer')
    await expect.poll(() => first.roles).toEqual(['writer', 'reader'])
    second.close()
    await expect.poll(first.role).toBe('writer')
    first.close()
  })

  test('a tab that closes before it was answered takes nothing with it', async () => {
    const id = crypto.randomUUID()
    const gone = openTab(id)
    gone.close()
    const tab = openTab(id)
    await expect.poll(tab.role).toBe('writer')
    expect(gone.roles).toEqual([])
    tab.close()
  })
})
