import type { ShallowRef } from 'vue'
import { makeNameGroups, type UnitNameGroup } from '#core/review/unit-names.ts'
import { useCaseListStore } from '../stores/useCaseListStore.ts'
import { useRegisterStore } from '../stores/useRegisterStore.ts'
import { useUnitNamesStore } from '../stores/useUnitNamesStore.ts'
import { useInSlices } from './useInSlices.ts'

/** A spelling the register knows better, and how many people wrote it. */
export interface NameByRegister {
  readonly name: string
  readonly to: string
  readonly people: number
}

/** 相近的写法 of all units listed: a region has thousands. */
export function useSimilarNames(): Readonly<ShallowRef<readonly UnitNameGroup[]>> {
  const list = useCaseListStore()
  return useInSlices(
    () => list.employers,
    (peopleByName) => {
      const made = makeNameGroups(peopleByName)
      return { next: () => made.next(), found: made.groups }
    },
    [],
  )
}

/** Spellings the register knows better, each with its official name; what is not clear is asked on the desk (M05, M06). */
export function useNamesByRegister(): Readonly<ShallowRef<readonly NameByRegister[]>> {
  const store = useUnitNamesStore()
  const registered = useRegisterStore()
  return useInSlices(
    () => ({ names: store.names, findingOf: registered.findingOf }),
    ({ names, findingOf }) => {
      const known: NameByRegister[] = []
      let at = 0
      return {
        next() {
          const [name, people] = names[at] ?? []
          if (name === undefined || people === undefined) return false
          const to = findingOf(name)?.clear
          if (to !== undefined) known.push({ name, to, people })
          at += 1
          return true
        },
        found: () => known,
      }
    },
    [],
  )
}
