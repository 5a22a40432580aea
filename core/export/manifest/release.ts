/** The release that writes manifests: the version of package.json, which core cannot read. */
export const RELEASE = '0.1.0'
