import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import type { BackupContent } from '#core/backup/backup.ts'
import { backupOfSubmission } from '#core/backup/backup-of-submission.ts'
import { comesInRemoved as isRemovedInFile, type DraftDecision, type PlannedDraft } from '#core/backup/plan-restore.ts'
import { type BackupFile, inspectBackup, openBackup } from '#core/backup/read-backup.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import { bringBackLost } from './bring-back-lost.ts'
import { gatherHere } from './gather-here.ts'
import { planAgainst, writesOfPlan } from './plan-against.ts'
import { readGivenFile } from './read-given-file.ts'
import { readOwnSubmission } from './read-own-submission.ts'

/** A restore that ended after another file had been opened. */
interface EarlierRestore {
  readonly fileName: string
  readonly outcome: Result<void>
}

/** 恢复: looks at the file, shows the plan, and writes only what the person agreed to. */
export const useRestoreStore = defineStore('restore', () => {
  const { storage: drafts, backup, clock, secondCopies } = usePlatform()
  const { scheme } = useSchemeStore()
  const error = shallowRef<AppError>()
  const file = shallowRef<BackupFile>()
  const fileName = ref('')
  const content = shallowRef<BackupContent>()
  const plan = shallowRef<readonly PlannedDraft[]>([])
  /** Records that are locked on one side and open on the other: they cannot be compared, and stay as they are. */
  const leftOut = ref(0)
  /** Records that are locked on both sides, and not as the same: nor are they restored. */
  const lockedApart = ref(0)
  const decisions = ref(new Map<string, DraftDecision>())
  const isRunning = ref(false)
  const isDone = ref(false)
  const isSubmission = ref(false)
  const hasOtherKey = ref(false)
  const takesKey = ref(false)
  const earlier = shallowRef<EarlierRestore>()
  /** One more with each file: what is still on its way for the one before is nothing to the one that is shown now. */
  let turn = 0
  const isDecided = computed(() => plan.value.every(({ file: { draft } }) => decisions.value.has(draft.id)))

  function reset(): void {
    turn += 1
    isRunning.value = false
    error.value = undefined
    file.value = undefined
    fileName.value = ''
    content.value = undefined
    plan.value = []
    decisions.value = new Map()
    isDone.value = false
    isSubmission.value = false
  }

  async function look(chosen: File): Promise<void> {
    reset()
    const mine = turn
    const text = await readGivenFile(chosen)
    if (mine !== turn) return
    if (text.ok) return lookAt(text.value, chosen.name)
    error.value = text.error
  }

  async function lookAt(text: string, name: string): Promise<void> {
    reset()
    fileName.value = name
    const mine = turn
    const inspected = await inspectBackup(text)
    if (mine !== turn) return
    if (!inspected.ok) return void (error.value = inspected.error)
    file.value = inspected.value
    if (inspected.value.kind === 'signed') await open('')
  }

  /** The submission another device made of a record that is here, beside the draft. */
  async function lookAtSubmission(text: string): Promise<void> {
    reset()
    const mine = turn
    const read = await readOwnSubmission(text, scheme)
    if (mine !== turn) return
    if (!read.ok) return void (error.value = read.error)
    isSubmission.value = true
    const opened = { ...read.value, text }
    // Where it cannot be brought back, the plan says why.
    await bringBackLost(secondCopies, [opened.record.id])
    const here = await drafts.load(opened.record.id)
    if (mine !== turn) return
    await run(() => makePlan(backupOfSubmission(opened, here.ok ? here.value : undefined)))
  }

  async function makePlan(opened: BackupContent): Promise<AppError | undefined> {
    const mine = turn
    // What is written over a draft would leave it nothing to be saved on.
    const gathered = await gatherHere({ storage: drafts, secondCopies }, opened)
    if (!gathered.ok) return gathered.error
    const planned = await planAgainst(opened, await backup(), drafts)
    if (!planned.ok) return planned.error
    if (mine !== turn) return undefined
    content.value = opened
    plan.value = planned.value.plan
    decisions.value = planned.value.decisions
    leftOut.value = planned.value.leftOut
    lockedApart.value = planned.value.lockedApart
    hasOtherKey.value = planned.value.hasOtherKey
    takesKey.value = planned.value.takesKey
    return undefined
  }

  async function run(work: () => Promise<AppError | undefined>): Promise<void> {
    if (isRunning.value) return
    const mine = turn
    isRunning.value = true
    try {
      const failed = await work()
      if (mine === turn) error.value = failed
    } finally {
      if (mine === turn) isRunning.value = false
    }
  }

  const open = (passphrase: string): Promise<void> =>
    run(async () => {
      if (!file.value) return undefined
      const mine = turn
      const opened = await openBackup(file.value, passphrase)
      if (mine !== turn) return undefined
      return opened.ok ? makePlan(opened.value) : opened.error
    })

  async function writeAll(opened: BackupContent): Promise<AppError | undefined> {
    const mine = turn
    const name = fileName.value
    const planned = await writesOfPlan(plan.value, decisions.value, clock.now())
    if (!planned.ok) return planned.error
    const change = { content: opened, writes: planned.value, takesKey: takesKey.value }
    const applied = await (await backup()).apply(change)
    if (mine === turn) isDone.value = applied.ok
    // What became of it is not for the file that is shown by now, and still to be told.
    else earlier.value = { fileName: name, outcome: applied }
    return applied.ok ? undefined : applied.error
  }

  const comesInRemoved = (planned: PlannedDraft): boolean =>
    isRemovedInFile(planned) && decisions.value.get(planned.file.draft.id)?.kind !== 'keep'

  /** Removed here, and left so: it is told where it lies, or it would be missed after a restore that found it. */
  const staysRemoved = ({ file: theirs, here: mine }: PlannedDraft): boolean =>
    (mine?.draft.deletedAt ?? null) !== null && decisions.value.get(theirs.draft.id)?.kind === 'keep'

  const restore = (): Promise<void> =>
    run(async () => (content.value && isDecided.value ? writeAll(content.value) : undefined))

  function forgetEarlier(): void {
    earlier.value = undefined
  }

  function decide(id: string, decision: DraftDecision | undefined): void {
    const others = [...decisions.value].filter(([other]) => other !== id)
    decisions.value = new Map(decision ? [...others, [id, decision]] : others)
  }

  return {
    error,
    file,
    content,
    plan,
    leftOut,
    lockedApart,
    decisions,
    isRunning,
    isDone,
    isSubmission,
    isDecided,
    fileName,
    hasOtherKey,
    takesKey,
    earlier,
    forgetEarlier,
    reset,
    look,
    lookAt,
    lookAtSubmission,
    open,
    comesInRemoved,
    staysRemoved,
    restore,
    decide,
  }
})
