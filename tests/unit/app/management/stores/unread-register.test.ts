import { defineStore } from 'pinia'
import { describe, expect, test } from 'vitest'
import { usePackKnowledge } from '#app/management/stores/pack-knowledge.ts'
import { useRegisterStore } from '#app/management/stores/useRegisterStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { memoryCases, memoryUnit } from '#tests/support/memory-unit.ts'

type Tell = (kind: string, unread: number) => void

const useKnowledge = defineStore('knowledge', () => ({ gather: usePackKnowledge() }))

/** A unit whose register is answered so; a row of a newer app is told of and left out. */
async function unitWith(answer: Result<readonly unknown[]>, unread: number) {
  const cases = memoryCases()
  const openKept = (_vault: unknown, tell: Tell) => ({
    list(kind: string) {
      if (kind !== 'register') return Promise.resolve(ok([]))
      tell(kind, unread)
      return Promise.resolve(answer)
    },
  })
  const pinia = await memoryUnit(cases, { desk: { openKept } })
  const register = useRegisterStore(pinia)
  await register.load()
  return { cases, pinia, register, units: useUnitStore(pinia) }
}

describe('a register that cannot be read', () => {
  test('of a newer app is told of, and no pack is taken in by it as if there were none', async () => {
    const { cases, pinia, register, units } = await unitWith(ok([]), 1)
    expect(register.error?.code).toBe('REGISTER_UNREADABLE')
    expect([...units.unread]).toEqual([['register', 1]])
    const knowledge = await useKnowledge(pinia).gather(cases.storage)
    expect(knowledge).toMatchObject({ ok: false, error: { code: 'REGISTER_UNREADABLE' } })
  })

  test('because its seal is broken keeps packs out, too', async () => {
    const { cases, pinia } = await unitWith(fail('STORE_SEAL_BROKEN', {}), 0)
    const knowledge = await useKnowledge(pinia).gather(cases.storage)
    expect(knowledge).toMatchObject({ ok: false, error: { code: 'STORE_SEAL_BROKEN' } })
  })

  test('is not one that was never imported', async () => {
    const { cases, pinia, register, units } = await unitWith(ok([]), 0)
    expect(register.error).toBeUndefined()
    expect([...units.unread]).toEqual([])
    expect(await useKnowledge(pinia).gather(cases.storage)).toMatchObject({ ok: true })
  })
})
