import * as v from 'valibot'

// Not of the individual edition, which takes its own away when a computer is handed back.
const key = 'caibao-unit.kept'
const markSchema = v.object({ name: v.string(), at: v.number() })

/** The unit whose store lay in this browser, and when it was last opened. */
export type UnitMark = v.InferOutput<typeof markSchema>

/** Which unit's store lay here; none when none ever did. */
export function unitKeptBefore(): UnitMark | undefined {
  try {
    return v.parse(markSchema, JSON.parse(localStorage.getItem(key) ?? ''))
  } catch {
    return undefined
  }
}

/** Remembers beside the database whose store lies in it: one that is not found tomorrow was lost, not new. */
export function noteUnitKept(mark: UnitMark): void {
  try {
    localStorage.setItem(key, JSON.stringify(mark))
  } catch {
    // A browser that keeps nothing has nothing to lose.
  }
}
