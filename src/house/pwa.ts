import type { Plugin } from 'vite'
import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa'
import { listScreenshots } from './screenshots.ts'

const paper = '#fbfaf7'
const accent = '#1f6b4f'
const shortcutIcons = [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }]

// Told apart by content once they are open; the system only knows their names.
const opened = {
  'application/vnd.caibao.submission+json': ['.rpu'],
  'application/vnd.caibao.pack+gzip': ['.rpz'],
  'application/vnd.caibao.backup+json': ['.bak'],
  'application/vnd.caibao.task+json': ['.task'],
  'application/vnd.caibao.return-slip+json': ['.rtn'],
  'application/vnd.caibao.scheme+json': ['.scheme'],
}

/** The endings of the files the system opens with the app. */
export const fileExtensions: readonly string[] = Object.values(opened).flat()

// launch_handler: opening the app again brings the open window forward, so that a draft is not open twice.
const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: '采报',
  short_name: '采报',
  description: '专业技术人员信息采集：离线填写，当场检查，签名报送。',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  display_override: ['standalone', 'minimal-ui'],
  launch_handler: { client_mode: 'focus-existing' },
  file_handlers: [{ action: '/', accept: opened }],
  theme_color: accent,
  background_color: paper,
  categories: ['productivity', 'government'],
  icons: [
    { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [
    { name: '新建', url: '/new', icons: shortcutIcons },
    { name: '报送记录', url: '/submissions', icons: shortcutIcons },
  ],
}

/** Makes the app installable and complete offline. */
export function pwa(): Plugin[] {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/app/platform/pwa',
    filename: 'service-worker.ts',
    outDir: 'dist',
    injectRegister: null,
    includeAssets: [],
    includeManifestIcons: false,
    manifest: { ...manifest, screenshots: listScreenshots() },
    injectManifest: {
      rollupFormat: 'iife',
      // Of the fonts only what nearly every form needs; the glyphs of rare characters follow or come when printed.
      // Looking one up is filling in, so its list belongs to what works offline.
      globPatterns: ['**/*.{js,css,html,json,svg,png}', 'fonts/noto-{1,2}.pack', 'characters/rare.pack'],
      globIgnores: ['screenshots/**', 'service-worker.js'],
      dontCacheBustURLsMatching: /^(?:assets|scheme)\/.+-[\w-]{8,}\.\w+$/,
      maximumFileSizeToCacheInBytes: 4_000_000,
    },
  })
}
