import { defineStore } from 'pinia'
import { encode } from 'uqr'
import { ref, shallowRef } from 'vue'
import { saveBlob } from '#app/platform/files/file-door.ts'
import { type PrintedPaper, printPaper, type PrintJob } from '#app/platform/print/print-paper.ts'
import type { Draft } from '#app/platform/storage/draft-storage.ts'
import { answersInOrder } from '#app/shared/answers-in-order.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { shownWords } from '#app/shared/form/shown-words.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { printWords } from '../words/print.zh-CN.ts'
import { words } from '../words.zh-CN.ts'
import { type PrintProof, proofOfPrint } from './print-proof.ts'

/** 打印 and 空白表格: makes the PDF, names what cannot be drawn, and saves the file. */
export const usePrintStore = defineStore('print', () => {
  const { storage } = usePlatform()
  const schemeStore = useSchemeStore()
  const draft = shallowRef<Draft>()
  const proof = shallowRef<PrintProof>()
  const error = shallowRef<AppError>()
  const printed = shallowRef<PrintedPaper>()
  const isRunning = ref(false)
  const percent = ref(0)
  let job: PrintJob | undefined
  const askInOrder = answersInOrder()

  function reset(): void {
    // What is still being read comes too late.
    askInOrder()()
    cancel()
    draft.value = undefined
    proof.value = undefined
    error.value = undefined
    printed.value = undefined
  }

  /** The blank form. */
  async function openBlank(): Promise<void> {
    reset()
    await make()
  }

  async function open(id: string): Promise<void> {
    reset()
    const isLatest = askInOrder()
    const loaded = await storage.load(id)
    const proven = loaded.ok ? await proofOfPrint(loaded.value, storage, schemeStore.manifest) : undefined
    if (!isLatest()) return
    if (loaded.ok) draft.value = loaded.value
    else error.value = loaded.error
    proof.value = proven
    await schemeStore.prepareRules()
    if (loaded.ok && isLatest()) await make()
  }

  async function make(): Promise<void> {
    if (isRunning.value) return
    isRunning.value = true
    error.value = undefined
    printed.value = undefined
    percent.value = 0
    const record = draft.value?.record
    const digest = proof.value?.kind === 'same' ? proof.value.digest : undefined
    const isDraft = proof.value?.kind === 'changed'
    const note = isDraft ? `${printWords.formNote} · ${printWords.draftNote}` : printWords.formNote
    const marks = digest ? { note, digest: formatDigest(digest), qr: encode(digest, { border: 2 }).data } : { note }
    const shown = record ? shownWords(record, schemeStore.officialScheme, schemeStore.lookup) : {}
    const request = { kind: 'form', scheme: schemeStore.officialScheme, shown, marks, title: note }
    // What is reactive cannot travel to a worker.
    const plain = JSON.parse(JSON.stringify({ ...request, ...(record && { record }) }))
    const own = printPaper(plain, (share) => {
      percent.value = Math.round(share * 100)
    })
    job = own
    const result = await own.result
    // Cancelled, and the next is on its way.
    if (job !== own) return
    isRunning.value = false
    if (!result.ok) {
      error.value = result.error
      return
    }
    printed.value = result.value
  }

  function save(): void {
    if (!printed.value) return
    const name = draft.value ? draft.value.record.basic['name'] || words.home.unnamed : printWords.blank
    const blob = new Blob([printed.value.bytes], { type: 'application/pdf' })
    saveBlob(printWords.fileName(name), blob)
  }

  function cancel(): void {
    job?.cancel()
    isRunning.value = false
  }

  return { draft, error, printed, isRunning, percent, proof, open, openBlank, reset, make, save, cancel }
})
