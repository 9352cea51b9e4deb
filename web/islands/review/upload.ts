/** The file that the recipient is asked for. The page and its forms do the work; the bar only asks how far it is. */
export type UploadTask = {
  input: HTMLInputElement
  label: string
  /** Required, and nothing is uploaded. */
  missing: boolean
  /** Said when consent is pressed with a file that is chosen and not uploaded. */
  press: string
}

/** Reads the task from the form that the server made; null when nothing is asked for. */
export function uploadTaskOf(form: HTMLFormElement): UploadTask | null {
  const input = form.querySelector<HTMLInputElement>('#attached-file')
  if (input === null) return null
  const { required, uploaded, label = '', press = '' } = input.dataset
  return { input, label, missing: required === '1' && uploaded === '0', press }
}

/** A file is chosen, and only the press of アップロード is lacking. */
export function isChosen({ input }: UploadTask): boolean {
  return (input.files?.length ?? 0) > 0
}
