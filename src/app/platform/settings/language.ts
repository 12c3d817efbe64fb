/** Languages of the app; Chinese is the first. */
export type Language = 'zh-CN' | 'en'

const key = 'caibao.language'

/** The language chosen on this device. */
export function chosenLanguage(): Language {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN' // a browser that keeps nothing
  }
}

/** Keeps the choice and begins again in that language. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language)
  } catch {
    return
  }
  location.reload()
}
