// Loaded before a program of many TypeScript files (`node --import`): what Node made of them is kept, so that the next
// start is sooner and does without the compiler's forty megabytes. Beside the compiled scheme, not in a folder for
// everybody's temporary files, where others could put something in its place.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/caibao/compiled', import.meta.url)))
