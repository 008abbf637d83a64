export async function benchTally() {
  return [];
}
