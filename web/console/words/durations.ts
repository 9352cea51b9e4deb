const day = 24 * 60 * 60

/** A whole number of days where it is one, else of minutes or seconds. */
function unitOf(seconds: number): [count: number, unit: 'day' | 'minute' | 'second'] {
  if (seconds % day === 0) return [seconds / day, 'day']
  return seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second']
}

const jaUnits = { day: '日', minute: '分', second: '秒' }

/** So many seconds in words. */
export const durations = {
  ja(seconds: number): string {
    const [count, unit] = unitOf(seconds)
    return `${count.toLocaleString('ja-JP')}${jaUnits[unit]}`
  },
  en(seconds: number): string {
    const [count, unit] = unitOf(seconds)
    return `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`
  },
}
