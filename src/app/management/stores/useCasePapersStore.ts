import { defineStore } from 'pinia'
import { encode } from 'uqr'
import { computed, ref, shallowRef, watch } from 'vue'
import { localDateOf } from '#app/platform/clock/clock.ts'
import type { PrintPreview, PrintRequest } from '#app/platform/print/print-message.ts'
import { shownWords } from '#app/shared/form/shown-words.ts'
import { usePlatform } from '#app/shared/platform.ts'
import { officialRow, placeIn } from '#core/record/place-in.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { StoredPack } from '#app/platform/storage/case-storage.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { readReturnSlip } from '#core/return-slip/read-return-slip.ts'
import { officialReasonNames } from '#core/return-slip/reason-names.zh-CN.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { formatFingerprint } from '#core/unit/fingerprint.ts'
import { rosterPaperWords } from '../words/roster.zh-CN.ts'
import { useCodeTables } from './code-tables.ts'
import { proofOf } from './case-papers.ts'
import { filesOfPerson } from './files-of-person.ts'
import { fetchManifest } from './sync/fetch-manifest.ts'
import { useCaseStore } from './useCaseStore.ts'
import { type KeptSlip, nameOfSlip, readKeptSlip } from './kept-slip.ts'
import { usePaperStore } from './usePaperStore.ts'
import { useUnitStore } from './useUnitStore.ts'

/** Papers of the person on the desk: the official form, the return slip, the proof of reporting. */
export const useCasePapersStore = defineStore('case-papers', () => {
  const { files, staffServer } = usePlatform()
  const desk = useCaseStore()
  const units = useUnitStore()
  const papers = usePaperStore()
  const scheme = useSchemeStore()
  const codeTables = useCodeTables()
  const preview = shallowRef<PrintPreview>()
  const lastSlip = shallowRef<KeptSlip>()
  const isSlipRead = ref(false)
  const slipText = computed(() => lastSlip.value?.text ?? '')
  const slipLink = computed(() => lastSlip.value?.link ?? '')
  const slip = computed(() => lastSlip.value?.content)
  const error = shallowRef<AppError>()
  const receivedError = shallowRef<AppError>()

  /** Whether the payload was made with another scheme: what has no field any more, or another name, is read otherwise. */
  const isFormOfOtherScheme = computed(() => {
    const used = desk.content?.scheme
    return used !== undefined && used.digest !== scheme.manifest.digest
  })

  /** The record as the official form, with the code of the payload that counts where it says what that says. */
  function formRequest(): PrintRequest | undefined {
    const record = desk.content?.record
    const digest = desk.opened?.standing.standing
    if (!record || digest === undefined) return undefined
    const official = scheme.officialScheme
    const title = `${official.name}表`
    const marks = isFormOfOtherScheme.value
      ? { note: rosterPaperWords.formOfOtherScheme(title) }
      : { note: title, digest: formatDigest(digest), qr: encode(digest, { border: 2 }).data }
    const shown = shownWords(record, official, scheme.lookup)
    return { kind: 'form', scheme: official, record, shown, marks, title }
  }

  /** Whether codes can be put in words; of the person on the desk why not is told. */
  async function mayMakeForm(): Promise<boolean> {
    const { key } = desk
    const tables = await codeTables.bring()
    if (desk.key !== key) return false
    error.value = tables.ok ? undefined : tables.error
    return tables.ok
  }

  async function showForm(): Promise<void> {
    const digest = desk.standingDigest()
    preview.value = undefined
    if (!codeTables.areHere() && !(await mayMakeForm())) return
    if (desk.standingDigest() !== digest) return
    const request = formRequest()
    const paper = request && (await papers.make(request))
    // Somebody else may lie on the desk by now.
    if (desk.standingDigest() !== digest) return
    preview.value = paper?.preview
  }

  async function printForm(): Promise<void> {
    error.value = undefined
    if (!codeTables.areHere() && !(await mayMakeForm())) return
    const request = formRequest()
    if (request) await papers.print(request, rosterPaperWords.formFile(desk.row?.name ?? ''))
  }

  /** The last slip that was made for this person; one that stands in sight stays there. */
  async function loadSlip(): Promise<void> {
    error.value = undefined
    const { opened } = desk
    const made = nameOfSlip(opened?.trail ?? [])
    if (made !== undefined && slip.value?.id === made) return
    lastSlip.value = undefined
    isSlipRead.value = false
    const kept = units.kept()
    if (made === undefined || !kept.ok) return
    const read = await readKeptSlip(kept.value, made, `${location.origin}/returned`)
    // Somebody else may lie on the desk by now.
    if (desk.opened !== opened) return
    isSlipRead.value = read.ok
    if (read.ok) lastSlip.value = read.value
    else error.value = read.error
  }

  const slipName = (ending: 'rtn' | 'pdf'): string =>
    rosterPaperWords.slipFile(desk.row?.name ?? '', desk.row?.revision ?? 1, ending)

  async function saveSlip(): Promise<void> {
    await files.save({ fileName: slipName('rtn'), text: slipText.value, type: 'application/json' })
  }

  /** The slip on paper: official, whatever the language of the screen. */
  async function printSlip(): Promise<void> {
    // Of whom it was asked for: by the time it is read, the next may be on the desk.
    const [name, fileName, link] = [desk.row?.name ?? '', slipName('pdf'), slipLink.value]
    const read = await readReturnSlip(slipText.value)
    if (!read.ok) {
      error.value = read.error
      return
    }
    const { content, signer } = read.value
    const { slip: title } = rosterPaperWords
    const paper = {
      unit: content.unit.name,
      name,
      revision: content.revision,
      returnedOn: localDateOf(Date.parse(content.returnedAt)),
      fingerprint: formatFingerprint(signer),
      comments: content.comments.map(({ path, reason, text }) => ({
        place: placeIn(scheme.officialScheme, path, officialRow),
        reason: officialReasonNames[reason],
        text,
      })),
      ...(link !== '' && { qr: encode(link, { border: 2 }).data }),
      marks: { note: title, digest: formatDigest(content.submissionDigest) },
    }
    await papers.print({ kind: 'slip', title, slip: paper }, fileName)
  }

  /** A pack that another device of the unit wrote. */
  async function fetchPackOf(pack: string): Promise<Result<StoredPack | undefined>> {
    const open = units.syncDesk()
    return open.ok ? fetchManifest({ rows: open.value.rows, server: await staffServer() }, pack) : open
  }

  /** 上报凭证: proof for this person that the standing submission is in the pack that went up. */
  async function saveProof(): Promise<void> {
    const cases = units.cases()
    const unit = units.stored
    const standing = desk.opened?.standing
    if (!cases.ok || !unit || !standing) return
    const fileName = rosterPaperWords.proofFile(desk.row?.name ?? '')
    const proof = await proofOf({ cases: cases.value, key: unit.keys.signing, fetch: fetchPackOf }, standing)
    error.value = proof.ok ? undefined : proof.error
    if (proof.ok) await files.save({ fileName, text: proof.value, type: 'application/json' })
  }

  // At the lock nobody is on the desk any more.
  watch(
    () => desk.key,
    () => {
      papers.forgetPerson()
      preview.value = undefined
      lastSlip.value = undefined
      isSlipRead.value = false
      error.value = undefined
      receivedError.value = undefined
    },
    { flush: 'sync' },
  )

  return {
    preview,
    slipText,
    slipLink,
    slip,
    isSlipRead,
    error,
    receivedError,
    isFormOfOtherScheme,
    showForm,
    printForm,
    loadSlip,
    saveSlip,
    printSlip,
    ...filesOfPerson({ desk, units, files, error, receivedError }),
    saveProof,
  }
})
