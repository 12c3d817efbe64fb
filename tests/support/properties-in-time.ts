import { configureGlobal } from 'fast-check'

/**
 * A property that fails says so before its test's time is up: shrinking ends then, and the smallest example found so far
 * is told. On a machine so busy that even sound runs take that long, those that were made count.
 */
configureGlobal({ interruptAfterTimeLimit: 40_000 })
