/** An amount of sen in yen, with as many decimals as it needs: `8.5`. */
export function yenOf(sen: number): string {
  return (sen / 100).toFixed(2).replace(/\.?0+$/, '')
}
