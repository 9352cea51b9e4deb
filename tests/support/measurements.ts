/** One line of an exposition: a measurement, its labels and its value. */
export type Sample = { name: string; labels: Record<string, string>; value: number }

/** Reads the text format of Prometheus; throws at a line that is none. */
export function readSamples(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', given = '', value = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      if (name === '') throw new Error(`no measurement: ${line}`)
      const labels = [...given.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', is = '']) => [
        label,
        is,
      ])
      return { name, labels: Object.fromEntries(labels), value: Number(value) }
    })
}

/** The value of the one sample with this name and these labels; NaN where there is none. */
export function sampleOf(samples: Sample[], name: string, labels: Record<string, string> = {}): number {
  const found = samples.filter(
    (each) => each.name === name && Object.entries(labels).every(([label, is]) => each.labels[label] === is),
  )
  if (found.length > 1) throw new Error(`${found.length} samples of ${name} fit`)
  return found[0]?.value ?? Number.NaN
}
