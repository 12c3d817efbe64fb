import { computed, nextTick, onMounted, type Ref, ref, shallowRef, watch } from 'vue'
import type { CodeTable } from '#core/codes/code-table.ts'
import type { Row } from '#core/record/record.ts'
import type { CodeField, Field } from '#core/scheme/scheme.ts'
import { isComposing } from '../composables/isComposing.ts'
import { codeOptions, exactEntry, narrowedBy } from './code-options.ts'
import { type TableSource, useTableSource } from './table-source.ts'

interface ChoiceProps {
  readonly field: CodeField
  readonly fields: readonly Field[]
  readonly row: Row
  readonly path: string
  readonly readonly: boolean
}

interface ChoiceTells {
  readonly composing: (isComposing: boolean) => void
  readonly refused: (text: string) => void
  readonly leave: () => void
  readonly browse: () => void
}

interface CodeChoiceOptions {
  readonly props: ChoiceProps
  readonly value: Readonly<Ref<string>>
  readonly choose: (code: string) => void
  readonly tell: ChoiceTells
}

function useTable(props: ChoiceProps, source: TableSource) {
  const fetched = shallowRef<CodeTable>()
  const isUnavailable = ref(false)
  const table = computed(() => source.peek(props.field.table) ?? fetched.value)
  async function load(): Promise<void> {
    if (table.value) return
    isUnavailable.value = false
    fetched.value = await source.table(props.field.table)
    isUnavailable.value = fetched.value === undefined
  }
  onMounted(load)
  return { table, isUnavailable, load }
}

/** The text, the list on offer and the keys of a code field (ARIA 1.2 combobox); search waits for compositions. */
export function useCodeChoice({ props, value, choose, tell }: CodeChoiceOptions) {
  const source = useTableSource()
  const { table, isUnavailable, load } = useTable(props, source)
  const nameOfValue = computed(() => (value.value === '' ? '' : (table.value?.get(value.value)?.name ?? value.value)))
  const text = ref(nameOfValue.value)
  const query = ref('')
  const isOpen = ref(false)
  const isDirty = ref(false)
  const highlighted = ref(0)
  let isMidComposition = false

  const accept = computed(() => narrowedBy(props.field, props.fields, props.row, { table: source.peek }))
  const options = computed(() => {
    if (!isOpen.value || !table.value) return []
    const recent = props.field.browse === 'list' ? [] : source.recent(props.field.table)
    return codeOptions({ field: props.field, table: table.value, accept: accept.value, recent }, query.value)
  })

  function restore(): void {
    text.value = nameOfValue.value
    query.value = ''
    isDirty.value = false
    isOpen.value = false
  }

  function pick(code: string): void {
    choose(code)
    source.remember(props.field.table, code)
    tell.refused('')
    text.value = table.value?.get(code)?.name ?? code
    query.value = ''
    isDirty.value = false
    isOpen.value = false
  }

  function open(): void {
    if (props.readonly) return
    void load()
    isOpen.value = true
    const at = isDirty.value ? 0 : options.value.findIndex(({ entry }) => entry.code === value.value)
    highlighted.value = Math.max(0, at)
  }

  function search(typed: string): void {
    text.value = typed
    isDirty.value = true
    if (isMidComposition) return
    query.value = typed
    open()
  }

  async function step(by: 1 | -1): Promise<void> {
    if (!isOpen.value) return open()
    const count = options.value.length
    if (count > 0) highlighted.value = (highlighted.value + by + count) % count
    await nextTick()
    document.getElementById(`${props.path}-option-${highlighted.value}`)?.scrollIntoView({ block: 'nearest' })
  }

  function pickHighlighted(): boolean {
    const option = options.value[highlighted.value]
    if (!isOpen.value || !option) return false
    pick(option.entry.code)
    return true
  }

  function enter(event: KeyboardEvent): void {
    if (!isOpen.value || text.value === '') return
    if (pickHighlighted()) return
    event.preventDefault()
    event.stopPropagation()
  }

  function escape(event: KeyboardEvent): void {
    if (!isOpen.value && !isDirty.value) return
    event.stopPropagation()
    restore()
  }

  function arrow(event: KeyboardEvent, by: 1 | -1): void {
    event.preventDefault()
    if (event.altKey && by === 1 && props.field.browse === 'tree' && !props.readonly) {
      isOpen.value = false
      tell.browse()
      return
    }
    void step(by)
  }

  const keys: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: (event) => arrow(event, 1),
    ArrowUp: (event) => arrow(event, -1),
    Enter: enter,
    Escape: escape,
    Tab: () => void (isDirty.value && text.value !== '' && pickHighlighted()),
  }

  function settle(): void {
    const left = text.value.trim()
    if (isDirty.value && left === '') {
      choose('')
      tell.refused('')
    } else if (isDirty.value) {
      const exact = exactEntry(options.value, left)
      if (exact) pick(exact.code)
      else tell.refused(left)
    }
    restore()
    tell.leave()
  }

  const textOf = ({ target }: Event): string => (target instanceof HTMLInputElement ? target.value : '')
  const listeners = {
    input: (event: Event): void => search(textOf(event)),
    compositionstart: (): void => {
      isMidComposition = true
      tell.composing(true)
    },
    compositionend: (event: Event): void => {
      isMidComposition = false
      tell.composing(false)
      search(textOf(event))
    },
    keydown: (event: KeyboardEvent): void => {
      if (!isComposing(event)) keys[event.key]?.(event)
    },
    focus: ({ target }: Event): void => {
      if (target instanceof HTMLInputElement) target.select()
    },
    click: open,
    blur: settle,
  }

  watch(nameOfValue, () => {
    if (!isDirty.value) text.value = nameOfValue.value
  })

  return { text, isOpen, options, highlighted, table, isUnavailable, accept, pick, listeners }
}
