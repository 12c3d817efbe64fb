import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { useBackupStore } from '#app/individual/stores/useBackupStore.ts'
import { useIncomingFilesStore } from '#app/individual/stores/useIncomingFilesStore.ts'
import { useRestoreStore } from '#app/individual/stores/useRestoreStore.ts'
import { ok } from '#core/errors/result.ts'
import { aBackupContent } from '#tests/support/backups.ts'
import { pageStores } from '#tests/support/page-stores.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

/** A file that lay on a stick that was pulled out. */
class PulledFile extends File {
  override arrayBuffer = (): Promise<never> => Promise.reject(new DOMException('gone', 'NotReadableError'))
  override text = this.arrayBuffer
}
const pulled = new PulledFile(['{}'], '采报备份.bak')
const notOpened = { code: 'FILE_NOT_OPENED', params: { reason: 'gone' } }
const ofUnit = await readFile(new URL('../../../../fixtures/backups/unit-backup-1.bak', import.meta.url))
const pack = gzipSync('{"caibao":"pack/1"}')

describe('a file that the person gives', () => {
  test('for 恢复 is not called damaged where it cannot be read', async () => {
    const store = useRestoreStore(await pageStores({}))
    await store.look(pulled)
    expect(store.error).toEqual(notOpened)
  })

  test('to be proved as a copy is not called another where it cannot be read', async () => {
    const key = ok(await aSigningKey())
    const backup = {
      collect: () => Promise.resolve(ok(aBackupContent({ drafts: [] }))),
      privateKey: () => Promise.resolve(null),
      noteCopies: () => Promise.resolve(ok(undefined)),
    }
    const store = useBackupStore(
      await pageStores({
        backup: () => Promise.resolve(backup),
        storage: { list: () => Promise.resolve(ok([])) },
        keys: { signingKey: () => Promise.resolve(key) },
        clock: { now: () => 1, today: () => '2026-11-28' },
        files: { save: () => Promise.resolve() },
      }),
    )
    await store.make(undefined)
    await store.readBack(pulled)
    expect(store.error).toEqual(notOpened)
    await store.readBack(new File([pack], '采报备份.bak'))
    expect(store.error?.code).toBe('BACKUP_NOT_SAME')
  })

  test('for 恢复 is told for what it is where it is of the management edition', async () => {
    const store = useRestoreStore(await pageStores({}))
    await store.look(new File([ofUnit], '整库备份.bak'))
    expect(store.error).toEqual({ code: 'FILE_FOR_UNITS', params: { what: 'storeBackup' } })
  })

  test.each([
    ['整库备份.bak', ofUnit, 'FILE_FOR_UNITS', { what: 'storeBackup' }],
    ['北流市教育局.RPZ', pack, 'FILE_FOR_UNITS', { what: 'pack' }],
    // A backup of the server, or whatever else is packed like that.
    ['备份.gz', pack, 'FILE_NOT_TEXT', {}],
    ['密钥.json', '{"caibao":"unit-key/1"}', 'FILE_FOR_UNITS', { what: 'keyFile' }],
    ['证书.uct', '{"caibao":"certificate/1"}', 'FILE_FOR_UNITS', { what: 'certificate' }],
    ['回执.receipt', '{"caibao":"receipt/1"}', 'FILE_IS_RECEIPT', {}],
    ['一份.json', '{"caibao":"something/1"}', 'FILE_KIND_UNKNOWN', {}],
  ])('that is not for a person to open is told for what it is: %s', async (name, content, code, params) => {
    const store = useIncomingFilesStore(await pageStores({}))
    expect(await store.receive(new File([content], name))).toEqual({ ok: false, error: { code, params } })
    expect(store.held).toBeUndefined()
  })

  test('and that is a rescue file of any version is held for the home page', async () => {
    const store = useIncomingFilesStore(await pageStores({}))
    const [first, second] = await Promise.all(
      ['rescue-0.json', 'rescue-1.json'].map((name) =>
        readFile(new URL(`../../../../fixtures/storage/${name}`, import.meta.url)),
      ),
    )
    for (const content of [first, second]) {
      await store.receive(new File([content ?? ''], '采报-抢救.json'))
      expect(store.take('rescue')?.name).toBe('采报-抢救.json')
    }
  })
})
