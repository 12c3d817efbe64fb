import { expect, test } from 'vitest'
import { useOwnAccountStore } from '#app/management/stores/useOwnAccountStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { heldServer } from '#tests/support/held-server.ts'
import { pageStores } from '#tests/support/page-stores.ts'

test('that one list could not be read stands when the other, asked for with it, comes later', async () => {
  const server = heldServer()
  const store = useOwnAccountStore(await pageStores({ staffServer: server.open }))
  const [passkeys, identities] = [store.load(), store.loadIdentities()]
  await server.answer('GET /passkeys', '', fail('SERVER_FAILED', {}))
  await passkeys
  await server.answer('GET /identities', '', ok({ items: [] }))
  await identities
  expect(store).toMatchObject({ passkeysError: { code: 'PAGE_NOT_READ' }, identitiesError: undefined })
  const again = store.load()
  await server.answer('GET /passkeys', '', ok({ items: [{ id: '1', name: '办公室电脑', createdAt: 0 }] }))
  await again
  expect(store).toMatchObject({ passkeysError: undefined, passkeys: [{ id: '1' }] })
})
