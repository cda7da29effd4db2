// Comfort only: every page reads and every form works without it.
const body = document.body;

// What changes while a page is open is told, and not put under the reader's eyes. Only a page that is looked at
// listens: a browser holds few connections to one server, and a desk has many pages open.
if (window.EventSource && body.dataset.change) {
  const changed = new Set();
  let last = body.dataset.change;
  let source = null;

  const listen = () => {
    source?.close();
    source = null;
    if (document.visibilityState === "hidden") return;
    source = new EventSource(`/events?after=${last}`);
    source.addEventListener("change", (event) => {
      last = event.lastEventId;
      changed.add(JSON.parse(event.data).story);
      tell(changed);
    });
    source.addEventListener("job", renew);
  };
  document.addEventListener("visibilitychange", () => {
    listen();
    // a job may have ended while nobody listened
    if (source) renew();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
}

function tell(changed) {
  const news = document.querySelector(".news");
  const own = changed.has(body.dataset.about);
  const link = document.createElement("a");
  link.href = location.href.split("#")[0];
  link.textContent = own ? "Show it as it is told now" : "Show the page as it is now";
  const what = own ? "This story was told anew." : changed.size === 1 ? "A story changed." : `${changed.size} stories changed.`;
  news.replaceChildren(`${what} `, link);
  news.hidden = false;
}

// The list of what is being added is small, and nobody reads in it: it renews itself.
async function renew() {
  const jobs = document.querySelector("#jobs");
  if (!jobs) return;
  const page = await (await fetch("/add", { cache: "no-store" })).text();
  const now = new DOMParser().parseFromString(page, "text/html").querySelector("#jobs");
  if (now) jobs.replaceWith(now);
}

// "/" goes to the search, as on many sites
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea")) return;
  const field = document.querySelector("[role=search] input[type=search]");
  if (field) {
    event.preventDefault();
    field.focus();
  }
});
