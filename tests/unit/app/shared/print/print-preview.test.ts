import { afterEach, expect, test, vi } from 'vitest'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import PrintPreview from '#app/shared/print/PrintPreview.vue'

const shown = (pages: readonly object[]): Promise<string> =>
  renderToString(createSSRApp(PrintPreview, { preview: { pages, fonts: [] } }))

afterEach(() => void vi.unstubAllGlobals())

test('a paper too long to be looked at here says where it is', async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      disconnect(): void {}
    },
  )
  const said = '页数多，不在这里预览，请保存后查看'
  expect(await shown([])).toContain(said)
  expect(await shown([{ width: 10, height: 10, steps: [] }])).not.toContain(said)
})
