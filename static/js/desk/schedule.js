// The question before an article is scheduled: in the reader's own time zone, and the button says what will happen.
const button = document.querySelector("[data-schedule]");

if (button) {
  const [day, time, zone] = ["day", "time", "zone"].map((name) => document.querySelector(`[name=${name}]`));
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (own && zone.value === zone.defaultValue && !document.querySelector(".error-summary")) zone.value = own;

  // The moment at which clocks in that zone show this: guessed in UTC, and put right by what they show then, twice.
  const moment = () => {
    const wanted = Date.parse(`${day.value}T${time.value}Z`);
    let at = wanted;
    for (let turn = 0; turn < 2; turn += 1) at += wanted - shown(at);
    return at;
  };
  const shown = (at) => {
    const options = { timeZone: zone.value, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit" };
    const part = Object.fromEntries(
      new Intl.DateTimeFormat("en-GB", options).formatToParts(at).map(({ type, value }) => [type, value]),
    );
    return Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}Z`);
  };
  const tell = () => {
    try {
      const words = new Intl.DateTimeFormat("en-GB", { timeZone: zone.value, weekday: "short", day: "numeric",
        month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
      button.textContent = `Schedule for ${words.format(moment())}`;
    } catch {
      button.textContent = "Schedule"; // a day, a time or a zone is still to be chosen
    }
  };
  for (const field of [day, time, zone]) field.addEventListener("input", tell);
  tell();
}
