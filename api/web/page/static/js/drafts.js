// Drafts are what was typed and is not saved yet. They lie in this browser's storage, each person's apart, so that
// neither a reload nor a dead connection loses them; they leave it at sign-out, and as somebody else signs in here.
const prefix = "plumbline:draft:",
  holder = "plumbline:person"; // whose drafts the storage holds

// me is the id of whoever this page was made for; "" where nobody was signed in.
export const me = document.body.dataset.me ?? "";
const key = (at) => `${prefix}${me}:${at}`;

// Storage may be full or forbidden: then the page itself still has what was typed.
const quietly = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};
const keys = (which) =>
  quietly(() => Object.keys(localStorage).filter((name) => name.startsWith(prefix) && which(name)), []);
const remove = (names) =>
  quietly(() => {
    for (const name of names) localStorage.removeItem(name);
  });

if (me) {
  remove(keys((name) => !name.startsWith(key(""))));
  quietly(() => localStorage.setItem(holder, me));
}

// mine tells whether the storage is still this person's: nobody has signed out here, or in as somebody else, since.
export const mine = () => me !== "" && quietly(() => localStorage.getItem(holder) === me, false);

// keep puts a draft there, by its place on the site; null takes it away.
export function keep(at, draft) {
  if (!draft) return remove([key(at)]);
  if (mine())
    quietly(() =>
      localStorage.setItem(
        key(at),
        JSON.stringify({ title: document.title, href: location.pathname + location.search, ...draft }),
      ),
    );
}

export const recall = (at) => quietly(() => JSON.parse(localStorage.getItem(key(at))), null);

// unsent lists this person's drafts: places with their titles and addresses.
export const unsent = () =>
  keys((name) => name.startsWith(key(""))).map((name) => ({
    at: name.slice(key("").length),
    ...recall(name.slice(key("").length)),
  }));

// forget takes every draft away, and says so to other open pages: they keep theirs to themselves.
export function forget() {
  remove([...keys(() => true), holder]);
}

// changed calls back as somebody signs in or out in another tab.
export const changed = (act) =>
  addEventListener("storage", (event) => {
    if (event.key === holder) act();
  });
