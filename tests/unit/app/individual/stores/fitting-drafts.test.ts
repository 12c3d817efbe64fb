import { expect, test } from 'vitest'
import { fittingDrafts } from '#app/individual/stores/fitting-drafts.ts'
import { draftFrom } from '#app/platform/storage/draft-storage.ts'
import { readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { aNewDraft, must } from '#tests/support/drafts.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTaskContent } from '#tests/support/units.ts'

test('the example is not offered for a task: nobody can hand it in', async () => {
  const task = must(await readTask(await signTask(aTaskContent(), await aSigningKey())))
  const own = draftFrom(aNewDraft('韦晓莉'), 1)
  const example = draftFrom({ ...aNewDraft('示例'), declarations: { demo: 'yes' } }, 2)
  const found = await fittingDrafts(task, [example, own], [])
  expect(found.map(({ draft }) => draft.id)).toEqual([own.id])
})
