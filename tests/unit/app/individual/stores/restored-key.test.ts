import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, test } from 'vitest'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import { sealBackup } from '#core/backup/write-backup.ts'
import { ok } from '#core/errors/result.ts'
import { aBackupContent } from '#tests/support/backups.ts'
import { pageStores } from '#tests/support/page-stores.ts'

async function aKey(): Promise<NonNullable<BackupContent['key']>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const { x = '', y = '', d = '' } = await exportJWK(privateKey)
  return { kty: 'EC', crv: 'P-256', x, y, d }
}

const passphrase = '一把很长的口令'
const [here, there] = [await aKey(), await aKey()]
const file = await sealBackup(aBackupContent({ key: there }), passphrase)
const row = { id: 'a' }

/** What the page that restores says of the key of the file. */
async function offered(key: BackupContent['key'], kept: Partial<BackupContent>) {
  const collected = aBackupContent({ drafts: [], ...kept })
  const backup = { collect: () => Promise.resolve(ok(collected)), privateKey: () => Promise.resolve(key) }
  const storage = { list: () => Promise.resolve(ok([])) }
  const store = useRestoreStore(await pageStores({ storage, backup: () => Promise.resolve(backup) }))
  await store.lookAt(file, 'a.bak')
  await store.open(passphrase)
  expect(store.error).toBeUndefined()
  return { isAsked: store.hasOtherKey, takesKey: store.takesKey }
}

describe('the signing key of a backup', () => {
  test('is chosen beforehand on a device that has signed nothing', async () => {
    expect(await offered(here, {})).toEqual({ isAsked: true, takesKey: true })
    expect(await offered(null, {})).toEqual({ isAsked: false, takesKey: true })
  })

  test.each(['submissions', 'outbox', 'locks'] as const)('is not where there are %s', async (store) => {
    const kept = { [store]: [row] }
    expect(await offered(here, kept)).toEqual({ isAsked: true, takesKey: false })
    // Here is a key that cannot be taken out, or none: whichever it is, the person is asked.
    expect(await offered(null, kept)).toEqual({ isAsked: true, takesKey: false })
  })

  test('is no question where it is the one here', async () => {
    expect(await offered(there, { outbox: [row] })).toEqual({ isAsked: false, takesKey: false })
  })
})
