/** What the hub runs on: the first Node.js that runs TypeScript files as they are. */
export const NODE_NEEDED = '22.18';

/** @param {string} version as in `process.versions.node` */
export function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}
