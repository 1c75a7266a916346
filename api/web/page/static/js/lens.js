// What a question's form means, while it is typed: the server works it out, and the panel takes the place of the one
// there is.
const form = document.querySelector("form[data-live]");
let timer, running;

async function check() {
  running?.abort();
  running = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  let url = form.action,
    how = { signal: running.signal };
  if (form.dataset.check) {
    body.set("part", "1");
    url = form.dataset.check;
    how = { ...how, method: "POST", body };
  } else {
    url += "?" + body;
  }
  try {
    const answer = await fetch(url, how);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const panel = page.getElementById("meaning");
    if (panel) show(panel);
  } catch {
    // Aborted by a later check, or no connection: saving checks again.
  }
}

function show(panel) {
  const old = document.getElementById("meaning");
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const fault of form.querySelectorAll(".said strong")) fault.remove();
  for (const item of panel.querySelectorAll("li[data-field][data-error]")) {
    const field = document.getElementById(item.dataset.field);
    const said = document.getElementById(item.dataset.field + "-said");
    if (!field || !said || said.querySelector("strong")) continue;
    field.setAttribute("aria-invalid", "true");
    const fault = document.createElement("strong");
    fault.textContent = item.querySelector("span").textContent + " ";
    said.prepend(fault);
  }
  old.replaceWith(document.adoptNode(panel));
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(check, 300);
});
