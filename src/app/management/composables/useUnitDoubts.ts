import { computed, ref, watch } from 'vue'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { unusualLength } from '#core/unit/unit-name.ts'
import { unitWords } from '../words/unit.zh-CN.ts'

const words = unitWords.setUp

/** What of a unit about to be set up is to be looked at once more: it cannot be changed afterwards. */
export function useUnitDoubts(typed: { readonly orgCode: string; readonly division: string }) {
  const scheme = useSchemeStore()
  void scheme.loadTable('divisions')
  const left = ref({ orgCode: '', division: '' })
  const isSure = ref(false)
  const divisions = computed(() => scheme.lookup.table('divisions'))
  const place = computed(() => {
    const code = typed.division.trim()
    return divisions.value?.has(code) ? divisions.value.fullName(code) : ''
  })
  const doubts = computed(() => {
    const { orgCode, division } = left.value
    const length = unusualLength(orgCode)
    const isUnknown = /^\d{6}$/.test(division) && divisions.value?.has(division) === false
    return [
      ...(length === undefined ? [] : [words.unusualCode(length)]),
      ...(isUnknown ? [words.unknownDivision(division)] : []),
    ]
  })
  watch(
    () => [typed.orgCode, typed.division],
    () => {
      isSure.value = false
    },
  )

  /** Looks at what stands there now: nothing may move under a hand that is still filling in. */
  function look(): void {
    left.value = { orgCode: typed.orgCode.trim(), division: typed.division.trim() }
  }

  return { place, doubts, isSure, look }
}
