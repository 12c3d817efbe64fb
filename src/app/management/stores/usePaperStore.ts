import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { saveBlob } from '#app/platform/files/file-door.ts'
import { type PrintedPaper, printPaper, type PrintJob } from '#app/platform/print/print-paper.ts'
import type { PrintRequest } from '#app/platform/print/print-message.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { RosterPrint } from '#core/print/roster-document.ts'
import { forgetWhenLocked } from './forget-when-locked.ts'

/** What is reactive cannot travel to a worker. The people of a roster are not, and too many to be copied in one turn. */
function plainOf(request: PrintRequest): PrintRequest {
  if (request.kind !== 'roster') return JSON.parse(JSON.stringify(request))
  const { people, ...roster } = request.roster
  const about: Omit<RosterPrint, 'people'> = JSON.parse(JSON.stringify(roster))
  return { ...request, roster: { ...about, people } }
}

/** Of one person: made in a moment, unlike what the whole unit is put on. */
const isOfOne = ({ kind }: PrintRequest): boolean => kind === 'form' || kind === 'slip'

/** A paper of the unit on its way: made in a worker, saved as PDF, or held when characters are missing. */
export const usePaperStore = defineStore('paper', () => {
  const isRunning = ref(false)
  const percent = ref(0)
  const savedAs = ref('')
  const error = shallowRef<AppError>()
  const held = shallowRef<{ readonly paper: PrintedPaper; readonly fileName: string; readonly saved: () => void }>()
  const missing = computed(() => held.value?.paper.missing ?? [])
  let job: (PrintJob & { readonly isOfOne: boolean }) | undefined
  let asked = 0
  /** Whether the paper asked for last, which may wait for its turn, is of one person. */
  let isLastOfOne = false
  /** Whether what is told now is of the paper of one person. */
  let isToldOfOne = false
  /** The page in sight that tells of papers, and the one where the last paper was asked for. */
  let [page, askedOn] = ['', '']

  function save(paper: PrintedPaper, fileName: string): void {
    savedAs.value = saveBlob(fileName, new Blob([paper.bytes], { type: 'application/pdf' }))
  }

  /** Makes the paper without saving it. One of a person gives way to what is asked for next; a long one is made first. */
  async function make(request: PrintRequest): Promise<PrintedPaper | undefined> {
    const turn = ++asked
    const on = page
    isLastOfOne = isOfOne(request)
    if (job?.isOfOne) job.cancel()
    else if (job) await job.result
    if (turn !== asked) return undefined
    forget()
    isRunning.value = true
    percent.value = 0
    isToldOfOne = isOfOne(request)
    askedOn = on
    const printing = printPaper(plainOf(request), (share) => {
      percent.value = Math.round(share * 100)
    })
    const own = { ...printing, isOfOne: isToldOfOne }
    job = own
    const result = await own.result
    // It gave way: what is shown by now is of the next.
    if (job !== own) return undefined
    job = undefined
    isRunning.value = false
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  /** Makes and saves the paper; `saved` is told once it is saved, at once or when the person goes on regardless. */
  async function print(request: PrintRequest, fileName: string, saved: () => void = () => undefined): Promise<void> {
    const paper = await make(request)
    if (!paper) return
    if (paper.missing.length > 0) {
      held.value = { paper, fileName, saved }
      return
    }
    save(paper, fileName)
    saved()
  }

  function saveHeld(): void {
    if (!held.value) return
    const { paper, fileName, saved } = held.value
    held.value = undefined
    save(paper, fileName)
    saved()
  }

  /** Ends what is made, and what waits for it is not begun. */
  function cancel(): void {
    asked += 1
    job?.cancel()
    isRunning.value = false
    held.value = undefined
  }

  function forget(): void {
    savedAs.value = ''
    error.value = undefined
    held.value = undefined
  }

  /** Of the person before nothing is made, told or offered any more; of a paper of the whole unit it still is. */
  function forgetPerson(): void {
    if (isLastOfOne) asked += 1
    if (!isToldOfOne) return
    cancel()
    forget()
  }

  /** What became of a paper is told on the page where it was asked for; that it was saved, only once. */
  function standAt(next: string): void {
    page = next
    savedAs.value = ''
    if (page !== askedOn) forget()
  }

  forgetWhenLocked(() => {
    cancel()
    forget()
  })

  return { isRunning, percent, savedAs, error, missing, make, print, saveHeld, cancel, forgetPerson, standAt }
})
