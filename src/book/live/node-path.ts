// Paths of modules beside the notebook, of which a page has none.
export const relative = (_: string, path: string): string => path;
