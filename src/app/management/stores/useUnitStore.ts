import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { ReceivingStorage } from '#app/platform/storage/receiving-storage.ts'
import type { KeptStorage, UnreadKind } from '#app/platform/storage/kept-storage.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import type { Lock, Vault } from '#app/platform/unit/vault.ts'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { readKeyFile, type UnitKeyContent, writeKeyFile } from '#core/unit/key-file.ts'
import type { Unit } from '#core/unit/unit.ts'
import { readUserName } from '#core/unit/user-name.ts'
import { importAllKeys } from './import-all-keys.ts'
import { keyFileOf } from './key-file-of.ts'
import { onceAtATime } from './once-at-a-time.ts'
import { type FirstUser, makeUnitUsers } from './unit-users.ts'

/** The store while it is unlocked. */
interface OpenStore {
  readonly vault: Vault
  /** The entry of who is here, as it was when they came in or changed it. */
  readonly entry: Lock
  readonly cases: CaseStorage
  readonly receiving: ReceivingStorage
  readonly kept: KeptStorage
  readonly sync: UnitSyncStorage
}

/** The unit of this device, and whether its store is open. */
export const useUnitStore = defineStore('unit', () => {
  const { unitDesk, files, clock } = usePlatform()
  const status = ref<'loading' | 'absent' | 'locked' | 'open'>('loading')
  const stored = shallowRef<StoredUnit>()
  const users = shallowRef<readonly string[]>([])
  const user = ref('')
  const error = shallowRef<AppError>()
  /** How many of what is kept here are of a shape this app does not know, by their kind: they are left as they are. */
  const unread = shallowRef<ReadonlyMap<UnreadKind, number>>(new Map())
  let open: OpenStore | undefined
  let isFollowing = false
  const unit = computed(() => stored.value?.unit)
  const clerks = makeUnitUsers({
    unitDesk,
    users,
    error,
    entry: () => open,
    now: () => clock.now(),
    goBy(entry) {
      if (open) open = { ...open, entry }
      user.value = entry.id
    },
  })

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** The unit as it stands by now: another tab may have given it other keys. */
  async function refresh(): Promise<void> {
    const now = await (await unitDesk()).units.get()
    if (now.ok && now.value) stored.value = now.value
  }

  async function load(): Promise<void> {
    const { units } = await unitDesk()
    if (!isFollowing) units.onUsersChange((change) => void Promise.all([clerks.follow(change), refresh()]))
    isFollowing = true
    // What can be read no more is still known to this page.
    stored.value = keep(await units.get()) ?? (error.value && stored.value)
    const known = await units.users()
    users.value = known.ok ? known.value : []
    if (error.value || status.value === 'open') return
    status.value = stored.value ? 'locked' : 'absent'
  }

  function noteUnread(kind: UnreadKind, count: number): void {
    if ((unread.value.get(kind) ?? 0) === count) return
    const others = [...unread.value].filter(([known]) => known !== kind)
    unread.value = new Map(count > 0 ? [...others, [kind, count]] : others)
  }

  async function enter(vault: Vault, entry: Lock): Promise<void> {
    const desk = await unitDesk()
    open = {
      vault,
      entry,
      cases: desk.openCases(vault),
      receiving: desk.openReceiving(vault),
      kept: desk.openKept(vault, noteUnread),
      sync: desk.openSync(vault, noteUnread),
    }
    user.value = entry.id
    status.value = 'open'
  }

  async function establish(content: UnitKeyContent, keyFile: string, first: FirstUser): Promise<boolean> {
    const name = keep(readUserName(first.user))
    if (name === undefined) return false
    const desk = await unitDesk()
    const vault = await desk.makeVault()
    const row = { unit: content.unit, ...(await importAllKeys(desk, content)), keyFile }
    const entry = await vault.lockFor(name, first.passphrase)
    const added = await desk.units.add(row, entry)
    keep(added)
    if (!added.ok) return false
    await load()
    await enter(vault, entry)
    return true
  }

  /** Sets the unit up: two key pairs, a key file for two officers, a sealed store with its first user. */
  async function setUp(ofUnit: Unit, officers: readonly string[], first: FirstUser): Promise<boolean> {
    const content = { unit: ofUnit, ...(await (await unitDesk()).makeKeyPairs()) }
    return establish(content, await writeKeyFile(content, officers), first)
  }

  /** The same unit on another device, or after a loss: from its key file. */
  async function restore(keyFile: string, officer: string, first: FirstUser): Promise<boolean> {
    const content = keep(await readKeyFile(keyFile, officer))
    return content ? establish(content, keyFile, first) : false
  }

  // Opened a second time, the first of its cases would be closed by nobody.
  const unlocking = onceAtATime(async (name: string, passphrase: string): Promise<boolean> => {
    if (open) return false
    const desk = await unitDesk()
    const locked = keep(await desk.units.lockOf(name))
    const vault = locked && keep(await desk.unlockVault(locked, passphrase))
    if (vault && locked) await enter(vault, locked)
    return vault !== undefined
  })

  function lock(): void {
    if (status.value !== 'open' || !open) return
    open.cases.close()
    open = undefined
    user.value = ''
    unread.value = new Map()
    // What went wrong for whoever was here is no news to who unlocks it next.
    error.value = undefined
    status.value = 'locked'
  }

  async function saveKeyFile(): Promise<void> {
    const { units } = await unitDesk()
    const now = keep(await units.get())
    if (!now) return
    await files.save(keyFileOf(now))
    keep(await units.markKeyFileSaved(clock.now(), now.keyFile))
    await refresh()
  }

  /** Tasks the unit issued; of those that are not understood it is told. */
  async function tasks() {
    const { units } = await unitDesk()
    const listed = await units.tasks()
    if (listed.ok && status.value === 'open') noteUnread('task', listed.value.unread.length)
    return listed
  }

  /** The open store, or that it is locked. */
  function cases(): Result<CaseStorage, AppError<'STORE_LOCKED'>> {
    return open ? ok(open.cases) : fail('STORE_LOCKED', {})
  }

  /** What receiving needs of the open store. */
  function receivingDesk() {
    return open ? ok({ receiving: open.receiving, sealingKey: open.vault.sealingKey }) : fail('STORE_LOCKED', {})
  }

  /** What is kept beside the cases, or that the store is locked. */
  function kept(): Result<KeptStorage, AppError<'STORE_LOCKED'>> {
    return open ? ok(open.kept) : fail('STORE_LOCKED', {})
  }

  /** What synchronising needs of the open store. */
  function syncDesk() {
    const { cases: of, kept: beside, sync: rows, vault } = open ?? {}
    return of && beside && rows && vault && stored.value
      ? ok({ cases: of, kept: beside, rows, sealingKey: vault.sealingKey, unit: stored.value })
      : fail('STORE_LOCKED', {})
  }

  return {
    status,
    stored,
    unit,
    users,
    user,
    error,
    unread,
    load,
    setUp,
    restore,
    unlock: unlocking.run,
    lock,
    addUser: clerks.add,
    changeOwn: clerks.changeOwn,
    removeUser: clerks.remove,
    saveKeyFile,
    tasks,
    cases,
    receivingDesk,
    kept,
    syncDesk,
  }
})
