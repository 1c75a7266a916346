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

async function make(link, say) {
  if (link.dataset.busy) return;
  link.dataset.busy = "yes";
  link.setAttribute("aria-disabled", "true");
  const slow = setTimeout(() => say("Generating report…"), 300);
  try {
    const reply = await fetch(link.href, { headers: { Accept: "application/pdf" } });
    if (reply.redirected) throw new Error(words[401]);
    if (!reply.ok || !reply.headers.get("Content-Type")?.startsWith("application/pdf")) {
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
    const lost = error instanceof TypeError; // what fetch throws where there is no connection
    say(lost ? "The server can't be reached. Check the connection." : error.message, () => make(link, say));
  } finally {
    clearTimeout(slow);
    delete link.dataset.busy;
    link.removeAttribute("aria-disabled");
  }
}

for (const link of document.querySelectorAll("a[data-report]")) {
  const status = link.parentElement.querySelector("[data-report-status]");
  if (!status) continue;
  const say = (text, retry) => {
    status.replaceChildren(text);
    if (!retry) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "Try again";
    button.addEventListener("click", retry);
    status.append(" ", button);
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    make(link, say);
  });
}
