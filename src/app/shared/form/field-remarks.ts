import { computed, type ComputedRef, inject, type InjectionKey, type Ref } from 'vue'

/** Something others say of a field, with what the person can do about it. */
export interface FieldNote {
  readonly text: string
  readonly action: string
  readonly run: () => void
}

/** What is said of a field besides issues. */
export interface FieldRemark {
  /** Why the field cannot be changed; absent when it can. */
  readonly fixed?: string
  readonly notes: readonly FieldNote[]
}

/** Remarks by the path of their field. */
export type FieldRemarks = ReadonlyMap<string, FieldRemark>

/** What two sides say of fields, together. */
export function joinRemarks(one: FieldRemarks, other: FieldRemarks): FieldRemarks {
  const joined = new Map(one)
  for (const [path, remark] of other) {
    const standing = joined.get(path)
    joined.set(path, standing ? { ...standing, ...remark, notes: [...standing.notes, ...remark.notes] } : remark)
  }
  return joined
}

/** Key under which a page provides the remarks of its form. */
export const fieldRemarksKey: InjectionKey<Readonly<Ref<FieldRemarks>>> = Symbol('field remarks')

/** What is said of the field at this path now. */
export function useFieldRemark(path: () => string): ComputedRef<FieldRemark | undefined> {
  const remarks = inject(fieldRemarksKey, undefined)
  return computed(() => remarks?.value.get(path()))
}
