import { onScopeDispose, watch } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import { useMirrorStore } from '../stores/useMirrorStore.ts'

const quietMs = 10_000
const longestMs = 60_000

/** Puts a copy into the folder after a pause in the work, at the latest after a minute of it. */
export function useFolderMirror(): void {
  const mirror = useMirrorStore()
  const { storage, backup, clock } = usePlatform()
  let timer: ReturnType<typeof setTimeout> | undefined
  let firstAt: number | undefined

  function run(): void {
    timer = undefined
    firstAt = undefined
    void mirror.write()
  }
  function plan(): void {
    firstAt ??= clock.now()
    clearTimeout(timer)
    timer = setTimeout(run, Math.max(0, Math.min(quietMs, firstAt + longestMs - clock.now())))
  }

  // Who chose no folder pays for no watching.
  watch(
    () => mirror.setting !== undefined,
    (isChosen, _, onCleanup) => {
      if (!isChosen) return
      onCleanup(storage.watch(plan))
      let isOver = false
      // What is handed in, or comes back, does not change the draft.
      const watching = backup().then((kept) => (isOver ? undefined : kept.watchBeside(plan)))
      onCleanup(() => {
        isOver = true
        void watching.then((stop) => stop?.())
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  // What was typed right before the last end of the app is caught up with.
  void mirror.look().then(() => mirror.write())
}
