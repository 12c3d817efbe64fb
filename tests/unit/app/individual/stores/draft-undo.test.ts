import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDraftUndo, groupOf, groupOfReason, type UndoState } from '#app/individual/stores/draft-undo.ts'
import { applyEdit, type RecordEdit } from '#core/record/edit-record.ts'
import { type Confirmation, moveConfirmations } from '#core/submission/confirmation.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { aPerson } from '#tests/support/people.ts'

const { scheme } = await loadScheme()

const aReason = (path: string, reason = '与原件一致'): Confirmation => ({
  rule: 'D1',
  path,
  message: '请核对。',
  reason,
})

/** A draft with two rows, the first of them with a reason, as its page holds it. */
function aDraft() {
  const titles = [{ titleName: '053' }, { titleName: '054' }]
  let standing: UndoState = { record: aPerson({ titles }), confirmations: [aReason('titles[0].titleName')] }
  const undoing = createDraftUndo({
    now: () => standing,
    put(next) {
      standing = next
    },
  })
  const take = (after: UndoState, group = ''): void => {
    undoing.note({ before: standing, after, group })
    standing = after
  }
  return {
    undoing,
    take,
    now: () => standing,
    edit: (edit: RecordEdit) =>
      take(
        {
          record: applyEdit(standing.record, edit),
          confirmations: moveConfirmations(standing.confirmations, edit),
        },
        groupOf([edit], scheme),
      ),
    confirm: (...confirmations: readonly Confirmation[]) => take({ ...standing, confirmations }),
    /** The same, read back from the disk after another tab wrote it. */
    writeElsewhere(change: Partial<UndoState>): void {
      standing = structuredClone({ ...standing, ...change })
    },
  }
}

const row = fc.constantFrom(0, 1)
const anyEdit: fc.Arbitrary<RecordEdit> = fc.oneof(
  fc.record({ kind: fc.constant('moveRow'), sheet: fc.constant('titles'), from: row, to: row }),
  fc.record({
    kind: fc.constant('addRow'),
    sheet: fc.constantFrom('titles', 'awards'),
    at: row,
    values: fc.constant({}),
  }),
  fc.record({ kind: fc.constant('removeRow'), sheet: fc.constant('titles'), row }),
  fc.record({
    kind: fc.constant('set'),
    sheet: fc.constantFrom('basic', 'education'),
    row: fc.constant(0),
    field: fc.constantFrom('name', 'school'),
    value: fc.constantFrom('', '𠮷', '黄丽娟'),
  }),
)

describe('undoing in a draft', () => {
  test('a row that was moved takes its reason back: none is left at the row in its place', () => {
    const draft = aDraft()
    const before = draft.now()
    draft.edit({ kind: 'moveRow', sheet: 'titles', from: 0, to: 1 })
    expect(draft.now().confirmations).toEqual([aReason('titles[1].titleName')])
    draft.undoing.undo()
    expect(draft.now()).toEqual(before)
  })

  test('a reason given is a step of its own, and so is one taken back', () => {
    const draft = aDraft()
    const [first] = draft.now().confirmations
    if (!first) throw new Error('no reason')
    draft.confirm(first, aReason('basic.birthDate', '户口簿上如此'))
    draft.confirm()
    draft.undoing.undo()
    expect(draft.now().confirmations.map(({ reason }) => reason)).toEqual(['与原件一致', '户口簿上如此'])
    draft.undoing.undo()
    expect(draft.now().confirmations).toEqual([first])
    draft.undoing.redo()
    expect(draft.now().confirmations).toHaveLength(2)
  })

  test('a reason typed key by key is one step, and what is typed after it was left the next', () => {
    const draft = aDraft()
    const before = draft.now()
    const type = (reason: string): void => {
      const given = aReason('basic.birthDate', reason)
      draft.take({ ...draft.now(), confirmations: [...before.confirmations, given] }, groupOfReason(given))
    }
    for (const reason of ['户', '户口', '户口簿']) type(reason)
    draft.undoing.pause()
    type('户口簿上如此')
    draft.undoing.undo()
    expect(draft.now().confirmations.at(-1)?.reason).toBe('户口簿')
    draft.undoing.undo()
    expect(draft.now()).toEqual(before)
  })

  test('the keys typed in a field are one step of its own, and a chosen code stands alone', () => {
    const set = (field: string): RecordEdit => ({ kind: 'set', sheet: 'basic', row: 0, field, value: '02' })
    expect(groupOf([set('name')], scheme)).toBe('basic.name')
    expect(groupOf([set('name'), set('employer')], scheme)).toBe('')
    expect(groupOf([set('ethnicity')], scheme)).toBe('')
  })

  test('reasons for two remarks are two steps', () => {
    const groups = [aReason('basic.birthDate'), aReason('basic.name'), { ...aReason('basic.name'), rule: 'D2' }]
    expect(new Set(groups.map(groupOfReason)).size).toBe(3)
  })

  test.each([
    { what: 'an answer', change: { record: aPerson({ titles: [] }) } },
    { what: 'a reason', change: { confirmations: [aReason('basic.name', '公安局已更正')] } },
  ])('never takes back $what that another tab wrote', ({ change }) => {
    const draft = aDraft()
    draft.edit({ kind: 'set', sheet: 'basic', row: 0, field: 'name', value: '黄丽娟' })
    draft.writeElsewhere(change)
    const standing = draft.now()
    expect(draft.undoing.undo()).toBeUndefined()
    expect(draft.now()).toBe(standing)
    expect(draft.undoing.canUndo.value).toBe(false)
  })

  test('goes on after the same was read back from the disk', () => {
    const draft = aDraft()
    const before = draft.now()
    draft.edit({ kind: 'set', sheet: 'basic', row: 0, field: 'name', value: '黄丽娟' })
    draft.writeElsewhere({})
    draft.undoing.undo()
    expect(draft.now()).toEqual(before)
  })

  test('walks back over every sheet, row and reason to what stood first, and forward to what stood last', () => {
    const anyReason = fc.record({ reasons: fc.array(fc.constantFrom('titles[0].titleName', 'basic.name')) })
    fc.assert(
      fc.property(fc.array(fc.oneof(anyEdit, anyReason), { minLength: 1, maxLength: 20 }), (steps) => {
        const draft = aDraft()
        const states = [draft.now()]
        for (const step of steps) {
          if ('reasons' in step) draft.confirm(...step.reasons.map((path) => aReason(path)))
          else draft.edit(step)
          draft.undoing.pause()
          states.push(draft.now())
        }
        for (const before of states.slice(0, -1).toReversed()) {
          draft.undoing.undo()
          expect(draft.now()).toEqual(before)
        }
        for (const after of states.slice(1)) {
          draft.undoing.redo()
          expect(draft.now()).toEqual(after)
        }
      }),
    )
  })
})
