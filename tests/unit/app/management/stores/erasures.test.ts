import { expect, test } from 'vitest'
import { useErasuresStore } from '#app/management/stores/useErasuresStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { Erasable } from '#core/sync/erasures.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const someone: Erasable = { digest: 'a'.repeat(64), isSealed: false, isErased: false, by: 'hand' }
const code = 'a'.repeat(16)

const nothing = (): Promise<void> => Promise.resolve()

interface Asked {
  readonly orgId: string
  readonly code?: string
  readonly waits?: string
}

/** The page of erasures at a server with somebody in one organisation, and a pack that nobody could look into. */
async function page(packs: Result<unknown> = ok({ packs: 1 }), erased: Result<unknown> = fail('SERVER_FAILED', {})) {
  let beforeAnswer = nothing
  const answers: Readonly<Record<string, (query: Asked) => Result<unknown>>> = {
    '/erasures': ({ waits }) => (waits === undefined ? ok({ items: [] }) : erased),
    '/erasures/find': ({ orgId, code: wanted }) => ok({ items: orgId === 'here' && wanted === code ? [someone] : [] }),
    '/erasures/unread-packs': () => packs,
  }
  const server = {
    async ask({ path }: { readonly path: string }, { query }: { readonly query: Asked }) {
      const [happens, isFind] = [beforeAnswer, path === '/erasures/find']
      if (isFind) beforeAnswer = nothing
      if (isFind) await happens()
      return answers[path]?.(query)
    },
  }
  const store = useErasuresStore(await pageStores({ staffServer: () => Promise.resolve(server) }))
  await store.open('here')
  /** Something happens while the server looks. */
  const amid = (happens: () => Promise<void>): void => {
    beforeAnswer = happens
  }
  return { store, amid }
}

test('with whom the code finds, packs are counted that nobody could look into', async () => {
  const { store } = await page()
  await store.find(code)
  expect(store).toMatchObject({ found: [someone], unread: 1, error: undefined })
})

test('a server of before, which tells of none, still finds', async () => {
  const { store } = await page(fail('SERVER_ADDRESS_UNKNOWN', {}))
  await store.find(code)
  expect(store).toMatchObject({ found: [someone], unread: 0, error: undefined })
})

test('that they could not be asked for is told', async () => {
  const { store } = await page(fail('SERVER_FAILED', {}))
  await store.find(code)
  expect(store).toMatchObject({ found: [someone], error: { code: 'PAGE_NOT_READ' } })
})

test('whoever was found elsewhere is not offered once another organisation is looked at', async () => {
  const { store, amid } = await page()
  amid(() => store.open('elsewhere'))
  await store.find(code)
  expect(store).toMatchObject({ found: undefined, unread: 0 })
})

test('a late answer does not offer whom nobody looks for any more', async () => {
  const { store, amid } = await page()
  amid(() => store.find('b'.repeat(16)))
  await store.find(code)
  expect(store.found).toEqual([])
})

test('whether somebody was erased is known to whoever asked for it', async () => {
  const failed = await page()
  await failed.store.find(code)
  expect(await failed.store.erase(someone)).toBe(false)
  expect(failed.store).toMatchObject({ found: [someone], done: undefined, error: { code: 'PRESS_NOT_ANSWERED' } })
  const done = { digests: [someone.digest], packs: [], waits: false }
  const { store } = await page(ok({ packs: 0 }), ok(done))
  expect(await store.erase(someone)).toBe(true)
  expect(store).toMatchObject({ found: undefined, done, error: undefined })
})
