import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { codesPlugins, writtenRulesPlugin } from './src/house/codes-plugins.ts'
import { findBrowser } from './src/house/find-browser.mjs'
import { fontPlugin } from './src/house/font-plugin.ts'
import { metaPolicyPlugin } from './src/house/meta-policy-plugin.ts'
import { pageGroup } from './src/house/page-groups.ts'
import { precompressPlugin } from './src/house/precompress-plugin.ts'
import { filesFetchedWith } from './src/house/preloads.ts'
import { pwa } from './src/house/pwa.ts'
import { missingDatabase } from './tests/support/missing-database.ts'
import { secondTries } from './tests/support/second-tries.ts'

const inBrowserMs = 60_000
/** A busy machine is no fault: what is waited for comes, or the test says what did not. */
const patient = { poll: { timeout: inBrowserMs / 3 } }

/** The tests that drive the built app, in one browser engine; `e2e` is the one every machine can run. */
function inEngine(engine: 'chromium' | 'firefox' | 'webkit'): TestProjectInlineConfiguration {
  const longestMs = 3 * inBrowserMs
  return {
    extends: true,
    test: {
      name: engine === 'chromium' ? 'e2e' : engine,
      env: { CAIBAO_ENGINE: engine },
      include: ['tests/e2e/**/*.test.ts'],
      globalSetup: 'tests/support/build-once.ts',
      testTimeout: longestMs,
      hookTimeout: longestMs,
      expect: patient,
      fileParallelism: false,
      // Said aloud where it was needed (tests/support/second-tries.ts): ADR 0263.
      retry: 1,
    },
  }
}

export default defineConfig({
  plugins: [...codesPlugins(), fontPlugin(), vue(), metaPolicyPlugin(), pwa(), precompressPlugin()],
  // Dexie for browsers of today, in a form whose unused parts fall away; no component uses Vue's older way of writing.
  resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  worker: { plugins: () => [writtenRulesPlugin()] },
  build: {
    target: ['chrome109', 'safari15'],
    modulePreload: { polyfill: false, resolveDependencies: filesFetchedWith },
    // Nothing inline: the content security policy allows files only.
    assetsInlineLimit: 0,
    cssMinify: 'lightningcss',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs is two files, for a browser reads both at once; many small ones compress worse.
            {
              name: 'libraries',
              test: /node_modules\/(?:@vue|vue|vue-router|pinia|dexie)\/|\/refused-channels\.ts$/,
              priority: 2,
            },
            { name: 'common', tags: ['$initial'], priority: 1 },
            { name: 'jose', test: /node_modules\/jose\//, priority: 1 },
            pageGroup('management', /src\/app\/management\/routes\.ts$/),
            pageGroup('individual', /src\/app\/individual\/routes\.ts$/, /\/(?:HomePage|TasksPage)\.vue/),
          ],
        },
      },
    },
  },
  test: {
    // On two cores one worker would leave one of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', secondTries(), missingDatabase()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/architecture/**/*.test.ts'],
          // Compiling all of codes/ takes its time on a busy machine.
          setupFiles: 'tests/support/properties-in-time.ts',
          testTimeout: inBrowserMs,
          hookTimeout: inBrowserMs,
          expect: patient,
        },
      },
      {
        extends: true,
        test: {
          // What only a real browser has: IndexedDB, Web Locks, keys that cannot be taken out.
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          setupFiles: 'tests/support/properties-in-time.ts',
          testTimeout: inBrowserMs,
          expect: patient,
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
      {
        extends: true,
        test: {
          // What the server promises, on each of its databases.
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          globalSetup: ['tests/support/postgres-once.ts', 'tests/support/build-once.ts'],
          setupFiles: 'tests/support/properties-in-time.ts',
          testTimeout: inBrowserMs,
          hookTimeout: inBrowserMs,
          expect: patient,
        },
      },
      inEngine('chromium'),
      inEngine('firefox'),
      inEngine('webkit'),
    ],
  },
})
