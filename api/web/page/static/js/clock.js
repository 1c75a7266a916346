// The time of day, in the time zone in which the page writes dates.
const shown = { hour: "2-digit", minute: "2-digit", timeZone: document.body.dataset.zone };
let format;
try {
  format = new Intl.DateTimeFormat("en-GB", shown);
} catch {
  /* a browser that does not know the zone */
  format = new Intl.DateTimeFormat("en-GB", { ...shown, timeZone: "UTC", timeZoneName: "short" });
}
export const clock = (at) => format.format(new Date(at));
