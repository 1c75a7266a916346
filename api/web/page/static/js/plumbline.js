// What pages do better with a script. Each works without it.
import "./forms.js";

// What was done is said once: the address forgets it.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
}

// Moments are written by the server, in the time zone of the reader, exact on hover; those under a day away are
// relative.
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
function tell(time) {
  const at = new Date(time.dateTime);
  const minutes = Math.round((at - Date.now()) / 60000);
  if (Math.abs(minutes) < 60) time.textContent = minutes === 0 ? "just now" : ago.format(minutes, "minute");
  else if (Math.abs(minutes) < 1440) time.textContent = ago.format(Math.round(minutes / 60), "hour");
}
for (const time of document.querySelectorAll("time[datetime]")) tell(time);
addEventListener("plumbline:time", (event) => tell(event.detail)); // one that came later

// What is wrong with a form comes first.
document.querySelector(".alert")?.focus();

// Copy buttons say that they did.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue; // browsers have one under HTTPS and on localhost only
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

// Menus close on Escape and on a click elsewhere.
const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Signing out takes drafts along, and asks first where one was never sent.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-signout]") || form.dataset.sure) return;
  event.preventDefault();
  try {
    (await import("./signout.js")).signOut(form);
  } catch {
    form.submit(); /* no line: then nobody is signed out either */
  }
});
