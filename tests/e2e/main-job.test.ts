import { describe } from 'vitest'
import { openApp } from '#tests/support/browser.ts'
import { testMainJob } from '#tests/support/main-job.ts'

describe('the main job, offline', () => {
  testMainJob(openApp)
})
