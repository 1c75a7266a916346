// A one-time link's secret stands behind the "#", which browsers send to no server. This moves it into the form, out of
// the address, and opens it.
const form = document.getElementById("join");
const code = form?.elements.namedItem("code");
const secret = location.hash.slice(1);
if (code && secret) {
  code.value = secret;
  history.replaceState(null, "", location.pathname);
  form.requestSubmit();
}
