import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { computed, createApp, effectScope, nextTick, ref } from 'vue'
import type { CodeTable } from '#core/codes/code-table.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { leaveField } from '#app/shared/composables/leave-field.ts'
import { useCodeChoice } from '#app/shared/form/useCodeChoice.ts'

const source = vi.hoisted((): { table: CodeTable | undefined; recent: readonly string[] } => ({
  table: undefined,
  recent: [],
}))
vi.mock('#app/shared/form/table-source.ts', () => ({
  useTableSource: () => ({
    table: async () => source.table,
    peek: () => source.table,
    recent: () => source.recent,
    remember: () => undefined,
  }),
}))

const furong = '430102'
const yulin = '450900'

/** 籍贯 as it is filled in with a value, and the keys of the person. */
async function aChoice(value: string) {
  const { scheme, tables } = await loadScheme()
  const fields = scheme.sheets.find(({ key }) => key === 'basic')?.fields ?? []
  const field = fields.find(({ key }) => key === 'nativePlace')
  if (field?.kind !== 'code') throw new Error('no such field')
  source.table = tables.table(field.table)
  const model = ref(value)
  const refused = ref('')
  const scope = effectScope()
  const choice = createApp({}).runWithContext(() =>
    scope.run(() =>
      useCodeChoice({
        props: {
          field,
          fields,
          read: () => ({ nativePlace: model.value }),
          path: 'basic.nativePlace',
          readonly: false,
        },
        value: computed(() => model.value),
        choose: (code) => {
          model.value = code
        },
        tell: {
          composing: () => undefined,
          refused: (text) => {
            refused.value = text
          },
          leave: () => undefined,
          browse: () => undefined,
        },
      }),
    ),
  )
  if (!choice) throw new Error('no choice')
  const press = (key: string): void => choice.listeners.keydown(new KeyboardEvent('keydown', { key, cancelable: true }))
  function type(text: string): void {
    const input = new HTMLInputElement()
    input.value = text
    choice?.listeners.input(Object.defineProperty(new Event('input'), 'target', { value: input }))
  }
  return { choice, model, refused, press, type, end: () => scope.stop() }
}

describe('a code field', () => {
  beforeEach(() => {
    // It is read without a component, which has no moment at which it is mounted.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    vi.stubGlobal(
      'HTMLInputElement',
      class {
        value = ''
      },
    )
    vi.stubGlobal('HTMLTextAreaElement', HTMLInputElement)
    vi.stubGlobal('document', { getElementById: () => null, activeElement: null })
    vi.stubGlobal(
      'KeyboardEvent',
      class {
        readonly key: string
        readonly isComposing = false
        constructor(_: string, { key }: { readonly key: string }) {
          this.key = key
        }
        preventDefault(): void {}
        stopPropagation(): void {}
      },
    )
  })
  afterEach(() => {
    source.recent = []
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  test.each([
    ['among hundreds of others', []],
    ['with another chosen last', [yulin]],
  ] as const)('lets Enter keep a value nobody touched, %s', async (_, recent) => {
    source.recent = recent
    const { choice, model, press, end } = await aChoice(furong)
    choice.listeners.click()
    expect(choice.highlighted.value).toBe(-1)
    press('Enter')
    expect(model.value).toBe(furong)
    end()
  })

  test('takes with Enter what the arrow keys came to, from the first or the last on', async () => {
    source.recent = [yulin]
    const { choice, model, press, end } = await aChoice(furong)
    choice.listeners.click()
    press('ArrowDown')
    expect(choice.highlighted.value).toBe(0)
    press('ArrowUp')
    expect(choice.highlighted.value).toBe(choice.offered.value.length - 1)
    press('ArrowDown')
    press('Enter')
    expect(model.value).toBe(yulin)
    end()
  })

  test('takes with Enter the first of what was searched for', async () => {
    const { model, press, type, end } = await aChoice(furong)
    type('玉林市')
    press('Enter')
    expect(model.value).toBe(yulin)
    end()
  })

  test.each([
    ['yulinshi', 'looked up by letters'],
    ['yulin shi', 'by letters with a space'],
    ['450900', 'looked up by its code'],
    ['玉林', 'the only one so called'],
  ])('takes with Tab %s, %s', async (text) => {
    const { model, press, type, end } = await aChoice(furong)
    type(text)
    press('Tab')
    expect(model.value).toBe(yulin)
    end()
  })

  test.each([
    ['市辖', 'of several the first'],
    ['流', 'what only holds it somewhere'],
  ])('takes nothing with Tab for %s, not %s, and says so', async (text) => {
    const { choice, model, refused, press, type, end } = await aChoice(furong)
    type(text)
    press('Tab')
    choice.listeners.blur()
    expect(model.value).toBe(furong)
    expect(refused.value).toBe(text)
    end()
  })

  test('takes with Tab what the arrow keys came to', async () => {
    const { choice, model, press, type, end } = await aChoice(furong)
    type('桂')
    press('ArrowDown')
    const meant = choice.offered.value[choice.highlighted.value]?.entry.code
    press('Tab')
    expect(model.value).toBe(meant)
    end()
  })

  test('goes on saying what it did not take when the person comes back, until something else is typed', async () => {
    const { choice, model, refused, type, end } = await aChoice(furong)
    type('特级')
    choice.listeners.blur()
    expect(refused.value).toBe('特级')
    choice.listeners.focus(new Event('focus'))
    expect(refused.value).toBe('特级')
    type('玉')
    expect(refused.value).toBe('')
    expect(model.value).toBe(furong)
    end()
  })

  test.each(['450103', ''])('no longer says so once it has another value: “%s”', async (code) => {
    const { choice, model, refused, type, end } = await aChoice(furong)
    type('特级')
    choice.listeners.blur()
    model.value = code
    await nextTick()
    expect(refused.value).toBe('')
    end()
  })

  test.each([
    ['what names one entry', '450900', yulin],
    ['that it was cleared', ' ', ''],
    ['nothing of what names none', '450', furong],
  ] as const)('takes %s when the page is left amid it', async (_, typed, taken) => {
    const { model, refused, type, end } = await aChoice(furong)
    type(typed)
    leaveField()
    expect(model.value).toBe(taken)
    expect(refused.value).toBe('')
    end()
    model.value = 'another'
    leaveField()
    expect(model.value).toBe('another')
  })
})
