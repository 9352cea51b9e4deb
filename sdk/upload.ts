/** A file to upload. A stream can be read once, so a call with one is never tried again by itself. */
export type FileToUpload = Blob | Uint8Array | AsyncIterable<Uint8Array>

export type Multipart = { contentType: string; body: () => ReadableStream<Uint8Array>; canRepeat: boolean }

/** The fields and the file as multipart, made while it is sent: nothing is held in memory but what was given so. */
export function multipartOf(fields: Record<string, string>, file: FileToUpload): Multipart {
  const boundary = `musubi-${crypto.randomUUID()}`
  const encoder = new TextEncoder()
  const disposition = (name: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`
  const heads = Object.entries(fields).map(([name, value]) => `${disposition(name)}\r\n\r\n${value}\r\n`)
  const fileName = encodeURIComponent(nameOf(file) ?? fields.name ?? 'document.pdf')
  const fileHead = `${disposition('uploadfile')}; filename*=UTF-8''${fileName}\r\nContent-Type: application/pdf\r\n\r\n`

  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield encoder.encode(heads.join('') + fileHead)
    if (file instanceof Uint8Array) yield file
    else if (file instanceof Blob) yield* file.stream() as unknown as AsyncIterable<Uint8Array>
    else yield* file
    yield encoder.encode(`\r\n--${boundary}--\r\n`)
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: () => streamOf(bytes()),
    canRepeat: file instanceof Uint8Array || file instanceof Blob,
  }
}

function nameOf(file: FileToUpload): string | null {
  return 'name' in file && typeof file.name === 'string' && file.name !== '' ? file.name : null
}

function streamOf(source: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await source.return(undefined)
    },
  })
}
