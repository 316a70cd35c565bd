/** What the float check must find, five times; nothing imports this file. */
export function priceOf(amountMicroUsd: number, share: string): number {
  const rate = parseFloat(share);
  const fee = amountMicroUsd * 0.05;
  return fee / rate;
}
