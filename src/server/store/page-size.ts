/**
 * How many bytes of files a page holds, or one file. As stored: in an answer each byte of a file may take two (line breaks,
 * quotes), and what it takes is what an app refuses.
 */
export const usualPageBytes = 4 * 1_048_576

/** What stands around each file. */
export const aroundBytes = 500
