import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeGroup, emptyUndoStack, pushStep, redoStep, undoStep, type UndoStack } from '#core/history/undo-stack.ts'

const step = (before: string, after: string, group = '') => ({ before, after, group })
const typed = (...steps: readonly ReturnType<typeof step>[]): UndoStack<string> =>
  steps.reduce<UndoStack<string>>(pushStep, emptyUndoStack)

describe('undo', () => {
  test('takes back what was typed in a field at once', () => {
    const stack = typed(
      step('', '黄', 'basic.name'),
      step('黄', '黄丽', 'basic.name'),
      step('黄丽', '黄丽娟', 'basic.name'),
    )
    expect(undoStep(stack)?.step).toEqual(step('', '黄丽娟', 'basic.name'))
  })

  test('takes back the field left before on its own', () => {
    const first = closeGroup(typed(step('', '黄', 'basic.name')))
    const stack = pushStep(first, step('黄', '黄丽', 'basic.name'))
    expect(undoStep(stack)?.step.before).toBe('黄')
  })

  test('never joins steps that stand alone', () => {
    const stack = typed(step('0 rows', '1 row'), step('1 row', '2 rows'))
    expect(undoStep(stack)?.step.before).toBe('1 row')
  })

  test('forgets what was undone once something else is done', () => {
    const undone = undoStep(typed(step('a', 'b')))?.stack ?? emptyUndoStack
    expect(redoStep(pushStep(undone, step('a', 'c')))).toBeUndefined()
  })

  test('has nothing to do on an empty stack', () => {
    expect([undoStep(emptyUndoStack), redoStep(emptyUndoStack)]).toEqual([undefined, undefined])
  })

  test('walks back to the first state and forward to the last, however long', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'x', 'y'), { minLength: 1, maxLength: 40 }), (groups) => {
        let state = 0
        let stack: UndoStack<number> = emptyUndoStack
        for (const group of groups) stack = pushStep(stack, { before: state, after: (state += 1), group })
        const last = state
        for (let taken = undoStep(stack); taken; taken = undoStep(stack)) {
          expect(taken.step.after).toBe(state)
          state = taken.step.before
          stack = taken.stack
        }
        expect(state).toBe(0)
        for (let taken = redoStep(stack); taken; taken = redoStep(stack)) {
          expect(taken.step.before).toBe(state)
          state = taken.step.after
          stack = taken.stack
        }
        expect(state).toBe(last)
      }),
    )
  })

  test('keeps the last five hundred steps', () => {
    const many = Array.from({ length: 600 }, (_, index) => step(String(index), String(index + 1)))
    expect(typed(...many).past.map(({ before }) => before)).toEqual(many.slice(100).map(({ before }) => before))
  })
})
