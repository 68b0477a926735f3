/**
 * The closing line of a test run, from the report that vitest's JSON reporter writes.
 * A file that could not even be loaded counts as one failure: "0 failed" beside a red run would mislead.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 */
export function countsLine(report) {
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const line = `${report.numPassedTests} passed, ${report.numFailedTests + unloadable} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
