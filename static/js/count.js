// Tells the site that this page was read: which page, once, after some seconds in sight. Never by whom: no cookie goes
// along. Also that its gate, or the end of its full post, was on screen. Coming back, and editing, is not counted.
{
  const address = document.currentScript.dataset.count;
  const by = document.querySelector("[data-logs-out]") ? "member" : "visitor";
  const isFirst = ["navigate", "prerender"].includes(performance.getEntriesByType("navigation")[0]?.type);
  let seconds = 0;

  const tell = (what) => fetch(address, {
    method: "POST",
    body: new URLSearchParams({ what, as: by, path: location.pathname }),
    credentials: "omit",
    keepalive: true,
  }).catch(() => {});

  const whenSeen = (selector, what) => {
    const place = document.querySelector(selector);
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      tell(what);
    });
    if (place) watch.observe(place);
  };

  const tick = () => {
    if (document.hidden || ++seconds < 8) return;
    clearInterval(timer);
    tell("read");
    whenSeen("#full > :last-child", "end");
  };

  const timer = isFirst && !document.querySelector("[data-edits]") && setInterval(tick, 1000);
  if (timer) whenSeen("#gate", "gate");
}
