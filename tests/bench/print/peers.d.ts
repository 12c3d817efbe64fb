// The peers come without types; this is what the bench uses of them.
declare module 'pdfkit' {
  export default class PDFDocument {
    constructor(options: {
      readonly size: string
      readonly layout: string
      readonly margin: number
      readonly font: string
    })
    y: number
    page: { readonly width: number; readonly height: number }
    on(event: 'data', listener: (chunk: Uint8Array) => void): void
    on(event: 'end', listener: () => void): void
    registerFont(name: string, file: string): this
    font(name: string): this
    fontSize(size: number): this
    text(text: string, x: number, y: number, options: { readonly width: number; readonly lineBreak?: boolean }): this
    heightOfString(text: string, options: { readonly width: number }): number
    rect(x: number, y: number, width: number, height: number): this
    stroke(): this
    addPage(): this
    end(): void
  }
}

declare module 'pdfmake' {
  interface Output {
    getBuffer(): Promise<Uint8Array>
  }
  const pdfmake: {
    setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void
    setUrlAccessPolicy(allows: (url: string) => boolean): void
    setLocalAccessPolicy(allows: (path: string) => boolean): void
    createPdf(document: object): Output
  }
  export default pdfmake
}
