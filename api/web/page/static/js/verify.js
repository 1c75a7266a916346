// A report is verified without leaving the device: what is asked about is its SHA-256. Without this people type it.
import { sha256 } from "./sha256.js";

const form = document.querySelector("form[data-verify]");
const part = form.querySelector("[data-verify-file]");
const chosen = part.querySelector("input");
const digest = form.elements.sha256;
const status = form.querySelector("[data-verify-status]");

part.hidden = false;
digest.required = false;

async function verify() {
  const [file] = chosen.files;
  if (!file) return;
  status.textContent = `Reading ${file.name}…`;
  try {
    digest.value = await sha256(await file.arrayBuffer());
  } catch {
    status.textContent = "The file can't be read. Choose it again.";
    return;
  }
  status.textContent = "";
  chosen.value = ""; // so that Back shows the fingerprint alone
  form.submit();
}

chosen.addEventListener("change", verify);
form.addEventListener("submit", (event) => {
  if (digest.value.trim()) return;
  event.preventDefault();
  status.textContent = "Choose a file, or enter its SHA-256.";
  chosen.focus();
});
