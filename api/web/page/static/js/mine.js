// Whoever follows a comment that mentions them has read it. Without this, a button says so.
for (const link of document.querySelectorAll("a[data-read]")) {
  link.addEventListener("click", () => {
    const form = link.closest("li").querySelector("form");
    const fields = new FormData(form);
    fields.set("comment", link.dataset.read);
    fetch(form.action, { method: "POST", body: new URLSearchParams(fields), keepalive: true, redirect: "manual" });
  });
}
