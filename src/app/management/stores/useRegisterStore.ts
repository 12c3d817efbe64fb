import { defineStore, storeToRefs } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail } from '#core/errors/result.ts'
import { placeNames } from '#core/unit/place-names.ts'
import { openRegister, type RegisteredUnit, registerSchema } from '#core/unit/register.ts'
import { makeNameFindings } from './name-findings.ts'
import { useUnitStore } from './useUnitStore.ts'

// The register is kept whole, under one name.
const onlyOne = 'all'

/** 单位名录: the units below by their official names, sealed beside the cases. */
export const useRegisterStore = defineStore('register', () => {
  const units = useUnitStore()
  const register = shallowRef<readonly RegisteredUnit[]>([])
  const error = shallowRef<AppError>()
  const { lookup } = storeToRefs(useSchemeStore())
  // Of its own: the tables come one by one, and this one is put in order once.
  const divisions = computed(() => lookup.value.table('divisions'))
  const isPlace = computed(() => divisions.value && placeNames(divisions.value))
  const opened = computed(() => openRegister(register.value, isPlace.value))
  /** The register and this unit itself: the names that are official here. */
  const official = computed(() => {
    const { name, orgCode } = units.unit ?? {}
    const isKnown = name === undefined || register.value.some((unit) => unit.name === name)
    return isKnown
      ? opened.value
      : openRegister([...register.value, { name, ...(orgCode && { orgCode }), aliases: [] }], isPlace.value)
  })
  /** What it says of a name that is not official. */
  const findingOf = computed(() => makeNameFindings(official.value))

  async function load(): Promise<void> {
    const kept = units.kept()
    if (!kept.ok) return
    const known = await kept.value.list('register', registerSchema)
    const isUnread = known.ok && units.unread.has('register')
    const read = isUnread ? fail('REGISTER_UNREADABLE', {}) : known
    error.value = read.ok ? undefined : read.error
    if (read.ok) register.value = read.value[0] ?? []
  }

  /** Keeps these in place of what was there; true when they are on the disk. */
  async function put(lines: readonly RegisteredUnit[]): Promise<boolean> {
    const kept = units.kept()
    const written = kept.ok ? await kept.value.put('register', onlyOne, lines) : kept
    error.value = written.ok ? undefined : written.error
    if (written.ok) await load()
    return written.ok
  }

  watch(
    () => units.status,
    (status) => {
      if (status === 'open') void load()
      else register.value = []
    },
    { immediate: true },
  )
  return { register, opened, official, findingOf, error, load, put }
})
