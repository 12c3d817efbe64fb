const dayAndTime = new Intl.DateTimeFormat('zh-CN', {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const time = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })

/** An instant as people read it here: “2026年11月23日 10:42”. */
export const formatInstant = (instantMs: number): string => dayAndTime.format(instantMs)

/** The time of day of an instant: “10:42”. */
export const formatTime = (instantMs: number): string => time.format(instantMs)
