// Addresses of this server: it may be reached under a path, which the page names.
export const address = (path) => (document.documentElement.dataset.root ?? "") + path;
