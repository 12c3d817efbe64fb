import type { Plugin } from 'vite'
import { metaPolicy } from '../server/content-security-policy.ts'

/** Writes the content security policy into the built page too, for when something else than our server serves it. */
export function metaPolicyPlugin(): Plugin {
  return {
    name: 'caibao:meta-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy },
        injectTo: 'head-prepend',
      },
    ],
  }
}
