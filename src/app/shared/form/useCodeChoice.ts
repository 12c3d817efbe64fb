import { computed, nextTick, onMounted, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { CodeTable } from '#core/codes/code-table.ts'
import type { CodeField, Field } from '#core/scheme/scheme.ts'
import { isComposing } from '../composables/isComposing.ts'
import { whenLeft } from '../composables/leave-field.ts'
import { whenIdle } from '../composables/when-idle.ts'
import { codeOptions, exactEntry, narrowedBy } from './code-options.ts'
import type { RowReader } from './row-reader.ts'
import { type TableSource, useTableSource } from './table-source.ts'
import { useGrowingList } from './useGrowingList.ts'

interface ChoiceProps {
  readonly field: CodeField
  readonly fields: readonly Field[]
  readonly read: RowReader
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

const entriesAtOnce = 250

/** Makes a table searchable bit by bit, so that the first key press in it need not wait. */
function prepareWhenIdle(table: CodeTable): void {
  whenIdle(() => {
    if (!table.prepare(entriesAtOnce)) prepareWhenIdle(table)
  })
}

function useTable(props: ChoiceProps, source: TableSource) {
  const fetched = shallowRef<CodeTable>()
  const isUnavailable = ref(false)
  const table = computed(() => source.peek(props.field.table) ?? fetched.value)
  async function load(): Promise<void> {
    if (table.value) return
    isUnavailable.value = false
    try {
      fetched.value = await source.table(props.field.table)
    } finally {
      isUnavailable.value = fetched.value === undefined
    }
  }
  onMounted(async () => {
    await load()
    if (table.value) prepareWhenIdle(table.value)
  })
  return { table, isUnavailable, load }
}

/** The table and what of it is offered for the text searched. */
function useOffer(props: ChoiceProps) {
  const source = useTableSource()
  const { table, isUnavailable, load } = useTable(props, source)
  const query = ref('')
  const isOpen = ref(false)
  const highlighted = ref(0)
  /** The person went into the list with the arrow keys: what is highlighted there is meant. */
  const isWalked = ref(false)
  const accept = computed(() => narrowedBy(props.field, props.fields, props.read(), { table: source.peek }))
  const options = computed(() => {
    if (!isOpen.value || !table.value) return []
    const recent = props.field.browse === 'list' ? [] : source.recent(props.field.table)
    return codeOptions({ field: props.field, table: table.value, accept: accept.value, recent }, query.value)
  })

  const shown = useGrowingList(options, highlighted)

  async function step(by: 1 | -1): Promise<void> {
    const count = options.value.length
    const from = by > 0 ? highlighted.value : Math.max(highlighted.value, 0)
    if (count > 0) highlighted.value = (from + by + count) % count
    await nextTick()
    document.getElementById(`${props.path}-option-${highlighted.value}`)?.scrollIntoView({ block: 'nearest' })
  }

  const remember = (code: string): void => source.remember(props.field.table, code)
  return { table, isUnavailable, load, query, isOpen, highlighted, isWalked, accept, options, shown, step, remember }
}

/** The text in the input and the choice made with it. */
function useChoice({ props, value, choose, tell }: CodeChoiceOptions, offer: ReturnType<typeof useOffer>) {
  const { table, query, isOpen, highlighted, options } = offer
  const nameOf = (code: string): string => table.value?.get(code)?.name ?? code
  const text = ref(nameOf(value.value))
  const isDirty = ref(false)

  function rest(shown: string): void {
    text.value = shown
    query.value = ''
    isDirty.value = false
    isOpen.value = false
    offer.isWalked.value = false
  }

  const restore = (): void => rest(nameOf(value.value))

  function pick(code: string): void {
    choose(code)
    offer.remember(code)
    tell.refused('')
    rest(nameOf(code))
  }

  function open(): void {
    if (props.readonly) return
    void offer.load()
    isOpen.value = true
    // Below 0 no option stands out: what is in the field is not among those offered.
    const isFirst = isDirty.value || value.value === ''
    highlighted.value = isFirst ? 0 : options.value.findIndex(({ entry }) => entry.code === value.value)
  }

  function pickHighlighted(): boolean {
    const option = options.value[highlighted.value]
    if (option) pick(option.entry.code)
    return option !== undefined
  }

  /** Takes what is typed where it says which entry, or that there is none; false where nothing was to be taken. */
  function take(): boolean {
    if (!isDirty.value) return false
    const left = text.value.trim()
    const exact = exactEntry(options.value, left)
    if (exact) pick(exact.code)
    else if (left === '') {
      choose('')
      restore()
    }
    return !isDirty.value
  }
  // A page that goes leaves no field first.
  onScopeDispose(whenLeft(take))

  /** The person leaves: what they typed is taken, or they are told why not. */
  function settle(): void {
    if (!take()) {
      if (isDirty.value) tell.refused(text.value.trim())
      restore()
    }
    tell.leave()
  }

  watch(
    () => nameOf(value.value),
    (name) => {
      if (!isDirty.value) text.value = name
    },
  )
  watch(value, () => tell.refused(''))
  return { text, isDirty, restore, pick, open, pickHighlighted, settle }
}

type Choice = ReturnType<typeof useChoice>

function keysOf({ props, tell }: CodeChoiceOptions, offer: ReturnType<typeof useOffer>, choice: Choice) {
  function arrow(event: KeyboardEvent, by: 1 | -1): void {
    const browses = event.altKey && by === 1 && props.field.browse === 'tree' && !props.readonly
    if (event.altKey && !browses) return // Alt+↑ and Alt+↓ move the row
    event.preventDefault()
    offer.isWalked.value = !browses
    if (browses) {
      choice.restore()
      tell.browse()
      return
    }
    const wasOpen = offer.isOpen.value
    if (!wasOpen) choice.open()
    if (wasOpen || offer.highlighted.value < 0) void offer.step(by)
  }

  function enter(event: KeyboardEvent): void {
    // A list that was opened by a click, over a value nobody touched, is no choice: the person goes on.
    const isMeant = (choice.isDirty.value && choice.text.value !== '') || offer.isWalked.value
    if (!offer.isOpen.value || !isMeant || choice.pickHighlighted()) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Going on says less than Enter: by letters, a code or the arrows it was looked up, by its name it has to be the only one. */
  function isPlain(): boolean {
    const text = choice.text.value.trim()
    const [first, ...others] = offer.options.value.filter(({ entry, now }) => !now && entry.name.startsWith(text))
    const isOnlyOne =
      others.length === 0 &&
      first === offer.options.value[0] &&
      (first?.entry.name.length ?? Infinity) <= 2 * text.length
    return offer.isWalked.value || isOnlyOne || /^[ -~]+$/.test(text.normalize('NFKC'))
  }

  const keys: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: (event) => arrow(event, 1),
    ArrowUp: (event) => arrow(event, -1),
    Enter: enter,
    Escape: (event) => {
      if (!offer.isOpen.value && !choice.isDirty.value) return
      event.stopPropagation()
      choice.restore()
    },
    Tab: () => {
      if (choice.isDirty.value && choice.text.value !== '' && isPlain()) choice.pickHighlighted()
    },
  }
  return (event: KeyboardEvent): void => {
    if (!isComposing(event)) keys[event.key]?.(event)
  }
}

/** The text, the list on offer and the keys of a code field (ARIA 1.2 combobox); search waits for compositions. */
export function useCodeChoice(options: CodeChoiceOptions) {
  const { tell } = options
  const offer = useOffer(options.props)
  const choice = useChoice(options, offer)
  let isMidComposition = false
  onScopeDispose(() => isMidComposition && tell.composing(false))

  function search(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return
    choice.text.value = event.target.value
    choice.isDirty.value = true
    // Only now: whoever comes back to the field, be it from a dialog, has yet to read what was not taken.
    tell.refused('')
    if (isMidComposition) return
    offer.query.value = event.target.value
    choice.open()
  }

  const listeners = {
    input: search,
    compositionstart: (): void => {
      isMidComposition = true
      tell.composing(true)
    },
    compositionend: (event: Event): void => {
      isMidComposition = false
      tell.composing(false)
      search(event)
    },
    keydown: keysOf(options, offer, choice),
    focus: ({ target }: Event): void => {
      if (target instanceof HTMLInputElement) target.select()
    },
    click: choice.open,
    blur: choice.settle,
  }

  const { isOpen, options: offered, shown, highlighted, table, isUnavailable, load, accept } = offer
  const { text, pick } = choice
  return { text, isOpen, offered, shown, highlighted, table, isUnavailable, load, accept, pick, listeners }
}
