import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { findBrowser } from './src/house/find-browser.mjs'
import { metaPolicyPlugin } from './src/house/meta-policy-plugin.ts'
import { precompressPlugin } from './src/house/precompress-plugin.ts'
import { pwa } from './src/house/pwa.ts'
import { schemePlugin } from './src/house/scheme-plugin.ts'

const inBrowserMs = 60_000

export default defineConfig({
  // The compiled scheme comes first: the app imports what it emits.
  plugins: [schemePlugin(), vue(), metaPolicyPlugin(), pwa(), precompressPlugin()],
  build: {
    target: ['chrome109', 'safari15'],
    modulePreload: { polyfill: false },
    // Nothing inline: the content security policy allows files only.
    assetsInlineLimit: 0,
    cssMinify: 'lightningcss',
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts', 'tests/architecture/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          // What only a real browser has: IndexedDB, Web Locks, keys that cannot be taken out.
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: inBrowserMs,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: findBrowser() ?? 'chromium',
                chromiumSandbox: process.getuid?.() !== 0,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      { extends: true, test: { name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: 'tests/support/build-once.ts',
          testTimeout: inBrowserMs,
          hookTimeout: inBrowserMs,
          fileParallelism: false,
        },
      },
    ],
  },
})
