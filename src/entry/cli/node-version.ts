/** As `engines` in package.json says. */
export function isNodeFit(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}

export const NODE_REMEDY = 'install 20.19, 22.12, 24 or later';
