// The download of a report says how far it is. Without this it is a plain link.
const words = {
  401: "You are signed out. Sign in again in another tab, then try again.",
  403: "You don't have access to this report.",
  404: "This report no longer exists.",
  413: "The report is too large.",
  429: "Too many reports at once. Wait a moment, then try again.",
  503: "The server is busy. Wait a moment, then try again.",
};

const nameIn = (header) => /filename="?([^";]+)"?/.exec(header ?? "")?.[1] ?? "report.pdf";

// make downloads the report at an address; control is what was pressed.
async function make(control, address, say) {
  if (control.dataset.busy) return;
  control.dataset.busy = "yes";
  control.setAttribute("aria-disabled", "true");
  const stop = new AbortController();
  const slow = setTimeout(() => say("Generating report…", ["Cancel", () => stop.abort()]), 300);
  try {
    const headers = { Accept: "application/pdf, text/html;q=0.9" };
    const reply = await fetch(address, { headers, signal: stop.signal });
    if (reply.redirected) throw new Error(words[401]);
    if (reply.status === 422 || reply.status === 400) {
      location.assign(address); // the page says what is wrong
      return;
    }
    if (!reply.ok || !reply.headers.get("Content-Disposition")) {
      throw new Error(words[reply.status] ?? "The report could not be generated. The server logged why.");
    }
    const file = URL.createObjectURL(await reply.blob());
    const save = document.createElement("a");
    save.href = file;
    save.download = nameIn(reply.headers.get("Content-Disposition"));
    save.click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    say("Report downloaded.");
  } catch (error) {
    if (error.name === "AbortError") {
      say("Cancelled.");
      return;
    }
    const lost = error instanceof TypeError; // what fetch throws where there is no connection
    say(lost ? "The server can't be reached. Check the connection." : error.message,
      ["Try again", () => make(control, address, say)]);
  } finally {
    clearTimeout(slow);
    delete control.dataset.busy;
    control.removeAttribute("aria-disabled");
  }
}

// sayIn writes into a status, with a button beside the text where there is something to do.
const sayIn = (status) => (text, action) => {
  status.replaceChildren(text);
  if (!action) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  [button.textContent] = action;
  button.addEventListener("click", action[1]);
  status.append(" ", button);
};

for (const link of document.querySelectorAll("a[data-report]")) {
  const status = link.parentElement.querySelector("[data-report-status]");
  if (!status) continue;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    make(link, link.href, sayIn(status));
  });
}

for (const form of document.querySelectorAll("form[data-report-form]")) {
  const status = form.querySelector("[data-report-status]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
    make(event.submitter, `${form.action}?${new URLSearchParams(chosen)}`, sayIn(status));
  });
}
